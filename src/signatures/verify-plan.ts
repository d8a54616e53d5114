import { checkMs } from '../errors/check-ms.ts';
import { checkNames } from '../errors/check-names.ts';
import { optionError } from '../errors/option-error.ts';
import { readComponent } from './component-id.ts';
import { isSignatureError } from './signature-error.ts';
import { SIGNATURE_PARAMETERS } from './signature-facts.ts';
import type { SignatureAlgorithm, VerifyKey } from './signer.ts';
import { targetParts } from './target-parts.ts';
import type { KeyHint, SignatureParameter, VerifyLimits, VerifyPolicy } from './verify-policy.ts';

/** A component that must be covered. */
export interface RequiredComponent {
  readonly name: string;
  readonly text: string;
  readonly key: string;
}

/** A public origin of the service. */
export interface PolicyOrigin {
  /** As it was given. */
  readonly text: string;
  readonly scheme: string;
  /** Scheme and authority, to be compared. */
  readonly address: string;
}

/** A policy, checked, with nothing left open. @internal */
export interface VerifyPlan {
  readonly findKey: (keyId: string, hint: KeyHint) => VerifyKey | undefined | Promise<VerifyKey | undefined>;
  readonly replay: VerifyPolicy['replay'];
  readonly replayTimeoutMs: number;
  readonly origins: readonly PolicyOrigin[];
  readonly requireOfRequest: readonly RequiredComponent[];
  readonly requireOfResponse: readonly RequiredComponent[];
  readonly requireParameters: readonly SignatureParameter[];
  readonly tag: string | undefined;
  readonly label: string | undefined;
  readonly mode: 'any' | 'all';
  readonly algorithms: readonly SignatureAlgorithm[] | undefined;
  readonly maxAgeMs: number;
  readonly skewMs: number;
  readonly digest: 'require' | 'if-covered';
  readonly fieldTypes: NonNullable<VerifyPolicy['fieldTypes']>;
  readonly limits: Required<VerifyLimits>;
  readonly explain: boolean;
}

const NAMES = [
  'algorithms',
  'digest',
  'explain',
  'fieldTypes',
  'keys',
  'label',
  'limits',
  'maxAgeMs',
  'mode',
  'origin',
  'replay',
  'replayTimeoutMs',
  'require',
  'requireParameters',
  'skewMs',
  'tag',
] as const satisfies readonly (keyof VerifyPolicy)[];

const LIMITS = ['components', 'fieldBytes', 'signatures'] as const satisfies readonly (keyof VerifyLimits)[];

const ALGORITHMS: readonly SignatureAlgorithm[] = [
  'ed25519',
  'ecdsa-p256-sha256',
  'ecdsa-p384-sha384',
  'rsa-pss-sha512',
  'rsa-v1_5-sha256',
  'hmac-sha256',
];

const known = new WeakMap<VerifyPolicy, VerifyPlan>();

/** Policies are given with every message, and most programs have one or two. @internal */
export function verifyPlanOf(policy: VerifyPolicy): VerifyPlan {
  const plan = known.get(policy) ?? planVerify(policy);
  known.set(policy, plan);
  return plan;
}

function planVerify(given: VerifyPolicy): VerifyPlan {
  if (typeof given !== 'object' || given === null)
    throw optionError('There is no policy. Give one: { keys, replay, origin }.');
  checkNames('', given, NAMES);
  checkNames('limits.', given.limits ?? {}, LIMITS);
  const {
    mode = 'any',
    digest = 'require',
    maxAgeMs = 300_000,
    skewMs = 30_000,
    replayTimeoutMs = 2_000,
  } = given;
  oneOf('mode', mode, ['any', 'all']);
  oneOf('digest', digest, ['require', 'if-covered']);
  for (const name of given.requireParameters ?? []) oneOf('requireParameters', name, SIGNATURE_PARAMETERS);
  for (const name of given.algorithms ?? []) oneOf('algorithms', name, ALGORITHMS);
  checkMs('maxAgeMs', maxAgeMs);
  checkMs('replayTimeoutMs', replayTimeoutMs);
  if (!Number.isFinite(skewMs) || skewMs < 0) {
    throw optionError(`Option skewMs is ${skewMs}. Give a number of milliseconds, 0 or more.`);
  }
  const required = given.require?.map((component) => read(component));
  return {
    findKey: finderOf(given.keys),
    replay: replayOf(given.replay),
    replayTimeoutMs,
    origins: originsOf(given.origin),
    requireOfRequest: required ?? ['@method', '@target-uri'].map(read),
    requireOfResponse: required ?? ['@status', '@method;req', '@target-uri;req'].map(read),
    requireParameters: given.requireParameters ?? ['created', 'keyid', 'nonce'],
    tag: given.tag,
    label: given.label,
    mode,
    algorithms: given.algorithms,
    maxAgeMs: maxAgeMs === false ? Number.POSITIVE_INFINITY : maxAgeMs,
    skewMs,
    digest,
    fieldTypes: given.fieldTypes ?? {},
    limits: limitsOf(given.limits),
    explain: given.explain ?? false,
  };
}

function finderOf(keys: VerifyPolicy['keys']): VerifyPlan['findKey'] {
  if (typeof keys === 'function') return keys;
  if (!Array.isArray(keys)) {
    throw optionError(
      'Option keys is missing. Give the keys that are trusted: [await importVerifyKey(jwk)], or a function.',
    );
  }
  const byId = new Map<string, VerifyKey>();
  for (const key of keys) {
    if (typeof key?.verify !== 'function')
      throw optionError('Option keys holds what is no key. Import it by importVerifyKey.');
    if (byId.has(key.keyId))
      throw optionError(`Option keys holds two keys called ${key.keyId}. Name them apart.`);
    byId.set(key.keyId, key);
  }
  return (keyId) => byId.get(keyId);
}

function replayOf(replay: VerifyPolicy['replay']): VerifyPolicy['replay'] {
  if (replay === false || typeof replay?.addIfAbsent === 'function') return replay;
  throw optionError(
    'Option replay is missing. Give a store, such as memoryReplayStore() for a single process; or false, and the same ' +
      'message is accepted again until it is too old.',
  );
}

function originsOf(given: VerifyPolicy['origin']): readonly PolicyOrigin[] {
  const origins = given === undefined ? [] : typeof given === 'string' ? [given] : given;
  for (const origin of origins) {
    if (typeof origin === 'string' && /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#@\s]+\/?$/.test(origin)) continue;
    throw optionError(
      'Option origin is not an origin. Give one such as https://orders.example.com, without a path.',
    );
  }
  return origins.map((origin) => {
    const text = origin.replace(/\/$/, '');
    const { scheme = '' } = targetParts('/', text);
    return { text, scheme, address: addressOf('/', text) };
  });
}

/** Scheme and authority of a target, to be compared with others. @internal */
export function addressOf(target: string, origin: string | undefined): string {
  const { scheme, authority } = targetParts(target, origin);
  return `${scheme}://${authority}`;
}

function limitsOf({
  fieldBytes = 16_384,
  signatures = 8,
  components = 64,
}: VerifyLimits = {}): Required<VerifyLimits> {
  const limits = { fieldBytes, signatures, components };
  for (const [name, value] of Object.entries(limits)) {
    if (Number.isInteger(value) && value > 0) continue;
    throw optionError(`Option limits.${name} is ${value}. Give a whole number above 0.`);
  }
  return limits;
}

function read(component: Parameters<typeof readComponent>[0]): RequiredComponent {
  try {
    return readComponent(component);
  } catch (error) {
    throw isSignatureError(error) ? optionError(`Option require: ${error.message}`) : error;
  }
}

function oneOf(name: string, value: string, all: readonly string[]): void {
  if (all.includes(value)) return;
  throw optionError(`Option ${name} is ${value}. There are: ${all.join(', ')}.`);
}
