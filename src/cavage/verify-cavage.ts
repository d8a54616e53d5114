import { checkMs } from '../errors/check-ms.ts';
import { checkNames } from '../errors/check-names.ts';
import { optionError } from '../errors/option-error.ts';
import { checkMessage } from '../signatures/check-message.ts';
import { fieldLines } from '../signatures/field-lines.ts';
import { checkFieldLength } from '../signatures/machine.ts';
import type { RequestMessage } from '../signatures/message.ts';
import { replayId } from '../signatures/replay-id.ts';
import type { ReplayStore } from '../signatures/replay-store.ts';
import { SignatureError, type SignatureErrorCode } from '../signatures/signature-error.ts';
import type { VerifyKey } from '../signatures/signer.ts';
import { decodeBase64, encodeBase64 } from '../structured-fields/base64.ts';
import { within } from '../time/within.ts';
import { CAVAGE_ALGORITHMS, type CavageAlgorithm, fitsKey, isCavageAlgorithm } from './algorithms.ts';
import { checkLegacyDigest } from './legacy-digest.ts';
import { type CavageParameters, parseParameters } from './parameters.ts';
import { cavageString } from './signing-string.ts';

/** What a verifier of the draft accepts. `keys` and `replay` have no default. */
export interface CavagePolicy {
  /** The keys that are trusted: a list, or a function that finds one by its id. */
  readonly keys:
    | readonly VerifyKey[]
    | ((keyId: string) => VerifyKey | undefined | Promise<VerifyKey | undefined>);

  /**
   * Where signatures that were accepted are kept: the draft has no nonce. `false`: the same message is accepted again until
   * it is too old.
   */
  readonly replay: ReplayStore | false;

  /**
   * What must be covered; `'date|(created)'` is one of the two. Default `['(request-target)', 'host', 'date|(created)']`,
   * and `digest` where there is a body.
   */
  readonly require?: readonly string[];

  /** What is covered where a signature does not say it. By the draft `['(created)']`, the default; before it `['date']`. */
  readonly defaultHeaders?: readonly string[];

  /** What a signature may name as its algorithm. The key's own is what is used. Default `['hs2019', 'rsa-sha256']`. */
  readonly algorithms?: readonly CavageAlgorithm[];

  /** How long ago it may have been made, by `(created)` or `Date`, in milliseconds. `false`: for ever. Default 3 600 000. */
  readonly maxAgeMs?: number | false;

  /** How far clocks may be apart, in milliseconds. Default 300 000, since peers that need the draft are often off. */
  readonly skewMs?: number;

  /** `'if-covered'`: a body without a covered `Digest` is taken, unverified. Default `'require'`. */
  readonly digest?: 'require' | 'if-covered';

  /** Puts the expected text into the error where a signature does not hold. Default false. */
  readonly explain?: boolean;
}

/** A signature of the draft that holds and meets the policy. */
export interface CavageVerified {
  readonly keyId: string;
  /** What was covered. Whatever is not here was not signed. */
  readonly covered: readonly string[];
  /** In seconds since 1970: of `(created)`, or of `Date`; undefined where neither is covered. */
  readonly created: number | undefined;
  /** Whether a covered `Digest` matches the body. */
  readonly isBodyVerified: boolean;
}

const NAMES = [
  'algorithms',
  'defaultHeaders',
  'digest',
  'explain',
  'keys',
  'maxAgeMs',
  'replay',
  'require',
  'skewMs',
] as const satisfies readonly (keyof CavagePolicy)[];

const FIELD_BYTES = 16_384;
const REPLAY_TIMEOUT_MS = 2_000;

/**
 * Whether a request is signed by draft-cavage-http-signatures-12, as most of the fediverse still signs. For peers that
 * cannot do better: neither the key's id nor the algorithm is covered, there is no nonce and no tag.
 *
 * A request that also has a `Signature-Input` is one of RFC 9421, and is refused here: `verify` is for it. A signature that
 * failed there must not be tried here.
 *
 * @throws A `SignatureError`, whose `code` says why. A `HoldfastError` with code `options` where the policy cannot work.
 *
 * @example
 * ```ts
 * const { keyId } = await verifyCavage(fromNode(incoming, body), {
 *   keys: (keyId) => actorKeys.get(keyId),
 *   replay: memoryReplayStore(),
 * });
 * ```
 */
export async function verifyCavage(message: RequestMessage, policy: CavagePolicy): Promise<CavageVerified> {
  const plan = planOf(policy);
  checkMessage(message);
  const nowMs = Date.now();
  const parameters = parseParameters(carried(message));
  const keyId = textOf(parameters, 'keyId');
  const because = (code: SignatureErrorCode, problem: string) => refusal(code, problem, keyId);
  const signature = decodeBase64(textOf(parameters, 'signature'));
  if (signature === undefined || signature.byteLength === 0) {
    throw because('signature-malformed', 'The signature is no base64');
  }
  const algorithm = algorithmOf(parameters, plan, because);
  const covered = coveredBy(parameters, plan);
  const created = timeOf(parameters, 'created');
  const expires = timeOf(parameters, 'expires');

  const body = message.body ?? new Uint8Array();
  const required = [...plan.require, ...(plan.digest === 'require' && body.byteLength > 0 ? ['digest'] : [])];
  for (const one of required) {
    if (one.split('|').some((name) => covered.includes(name))) continue;
    throw because(
      one === 'digest' ? 'digest-missing' : 'coverage-missing',
      `The signature does not cover ${one}`,
    );
  }
  const text = cavageString(message, { headers: covered, algorithm, created, expires });
  const madeAt = covered.includes('(created)')
    ? created
    : covered.includes('date')
      ? dateOf(message, because)
      : undefined;
  judgeTime({ madeAt, created, expires }, plan, nowMs, because);

  const key = await plan.findKey(keyId);
  if (key === undefined) throw because('key-unknown', 'Nobody is known by the keyId');
  if (!fitsKey(algorithm, key.algorithm)) {
    throw because(
      'algorithm-mismatch',
      `The signature names ${algorithm}, and its key is for ${key.algorithm}`,
    );
  }
  if (!(await key.verify(new TextEncoder().encode(text), signature))) {
    throw new SignatureError({
      code: 'signature-invalid',
      message: 'The signature is not that of this key over this message.',
      keyId,
      base: policy.explain ? text : undefined,
    });
  }
  const isBodyVerified = covered.includes('digest');
  if (isBodyVerified) await checkBody(message, new Uint8Array(body), because);
  await useOnce(
    { id: await replayId(keyId, encodeBase64(signature)), madeAt, expires },
    plan,
    nowMs,
    because,
  );
  return { keyId, covered, created: madeAt, isBodyVerified };
}

type Because = (code: SignatureErrorCode, problem: string) => SignatureError;

/** A policy, with nothing left open. */
type Plan = ReturnType<typeof planOf>;

function planOf(given: CavagePolicy) {
  checkNames('', given, NAMES);
  const { keys, replay, maxAgeMs = 3_600_000, skewMs = 300_000, digest = 'require' } = given;
  checkMs('maxAgeMs', maxAgeMs);
  if (typeof keys !== 'function' && !Array.isArray(keys)) {
    throw optionError(
      'Option keys is missing. Give the keys that are trusted, or a function that finds one by its id.',
    );
  }
  if (replay !== false && typeof replay?.addIfAbsent !== 'function') {
    throw optionError('Option replay is missing. Give a store, such as memoryReplayStore(), or false.');
  }
  if (!Number.isFinite(skewMs) || skewMs < 0) {
    throw optionError(`Option skewMs is ${skewMs}. Give a number of milliseconds, 0 or more.`);
  }
  if (digest !== 'require' && digest !== 'if-covered') {
    throw optionError(`Option digest is ${digest}. There are: require, if-covered.`);
  }
  const algorithms: readonly string[] = given.algorithms ?? ['hs2019', 'rsa-sha256'];
  const unknown = algorithms.find((name) => !isCavageAlgorithm(name));
  if (unknown !== undefined) {
    throw optionError(`Option algorithms is ${unknown}. There are: ${CAVAGE_ALGORITHMS.join(', ')}.`);
  }
  const byId = typeof keys === 'function' ? undefined : new Map(keys.map((key) => [key.keyId, key]));
  return {
    findKey: typeof keys === 'function' ? keys : (keyId: string) => byId?.get(keyId),
    replay,
    require: given.require ?? ['(request-target)', 'host', 'date|(created)'],
    defaultHeaders: given.defaultHeaders ?? ['(created)'],
    algorithms,
    maxAgeMs: maxAgeMs === false ? Number.POSITIVE_INFINITY : maxAgeMs,
    skewMs,
    digest,
  };
}

/** What `Signature` or `Authorization: Signature` holds. */
function carried({ headers }: RequestMessage): string {
  if (fieldLines(headers, 'signature-input') !== undefined) {
    throw refusal('signature-malformed', 'The request has a Signature-Input, so it is signed by RFC 9421');
  }
  checkFieldLength('signature', headers, FIELD_BYTES);
  checkFieldLength('authorization', headers, FIELD_BYTES);
  const signatures = fieldLines(headers, 'signature') ?? [];
  const authorizations = (fieldLines(headers, 'authorization') ?? []).filter((line) =>
    /^signature /i.test(line),
  );
  const [first, ...others] = [
    ...signatures,
    ...authorizations.map((line) => line.slice('signature '.length)),
  ];
  if (first === undefined)
    throw refusal('signature-missing', 'The request is not signed: it needs Signature');
  if (others.length === 0) return first;
  throw refusal('signature-malformed', 'There are several signatures, and the draft knows of one');
}

function textOf(parameters: CavageParameters, name: 'keyId' | 'signature'): string {
  const value = parameters.get(name);
  if (value === undefined) throw refusal('parameter-missing', `The parameter ${name} is missing`);
  if (typeof value === 'string') return value;
  throw refusal('parameter-invalid', `The parameter ${name} is not in quotes`);
}

function timeOf(parameters: CavageParameters, name: 'created' | 'expires'): number | undefined {
  const value = parameters.get(name);
  if (typeof value !== 'string') return value;
  throw refusal('parameter-invalid', `The parameter ${name} is in quotes`);
}

function algorithmOf(parameters: CavageParameters, { algorithms }: Plan, because: Because): CavageAlgorithm {
  const name = String(parameters.get('algorithm') ?? 'hs2019');
  if (isCavageAlgorithm(name) && algorithms.includes(name)) return name;
  throw because('algorithm-refused', 'The algorithm that the signature names is not accepted here');
}

function coveredBy(parameters: CavageParameters, { defaultHeaders }: Plan): readonly string[] {
  const value = parameters.get('headers');
  if (value === undefined) return defaultHeaders;
  return value === '' ? [] : String(value).split(' ');
}

function dateOf(message: RequestMessage, because: Because): number {
  const text = fieldLines(message.headers, 'date')?.join(', ') ?? '';
  const ms = / GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw because('parameter-invalid', 'Date is no date of HTTP');
  return ms / 1000;
}

interface Times {
  readonly madeAt: number | undefined;
  readonly created: number | undefined;
  readonly expires: number | undefined;
}

function judgeTime(
  { madeAt, created, expires }: Times,
  { maxAgeMs, skewMs }: Plan,
  nowMs: number,
  because: Because,
): void {
  if (Math.max(madeAt ?? 0, created ?? 0) * 1000 > nowMs + skewMs) {
    throw because('created-in-future', 'The signature was made later than now');
  }
  if (expires !== undefined && nowMs > expires * 1000 + skewMs)
    throw because('expired', 'The signature has expired');
  if (maxAgeMs === Number.POSITIVE_INFINITY) return;
  if (madeAt === undefined)
    throw because('parameter-missing', 'Neither (created) nor date is covered, so its age is not known');
  if (nowMs > madeAt * 1000 + maxAgeMs + skewMs)
    throw because('too-old', 'The signature was made too long ago');
}

async function checkBody(
  message: RequestMessage,
  body: Uint8Array<ArrayBuffer>,
  because: Because,
): Promise<void> {
  checkFieldLength('digest', message.headers, FIELD_BYTES);
  const verdict = await checkLegacyDigest(fieldLines(message.headers, 'digest')?.join(',') ?? '', body);
  if (verdict === 'differs') throw because('digest-mismatch', 'The body is not the one that was signed');
  if (verdict !== 'matches') throw because('digest-invalid', `Digest is ${verdict}. Send SHA-256`);
}

/** The octets of the signature stand in for a nonce. */
async function useOnce(
  { id, madeAt, expires }: { readonly id: string } & Omit<Times, 'created'>,
  { replay, maxAgeMs, skewMs }: Plan,
  nowMs: number,
  because: Because,
): Promise<void> {
  if (replay === false) return;
  const endMs = Math.min(
    (expires ?? Number.POSITIVE_INFINITY) * 1000,
    (madeAt ?? Number.POSITIVE_INFINITY) * 1000 + maxAgeMs,
  );
  if (endMs === Number.POSITIVE_INFINITY) {
    throw because('parameter-missing', 'It has no end, so it would have to be kept for ever');
  }
  let isNew: boolean;
  try {
    isNew = await within(REPLAY_TIMEOUT_MS, () =>
      replay.addIfAbsent(id, Math.max(1, Math.ceil(endMs + skewMs - nowMs) + 1)),
    );
  } catch (cause) {
    const message = 'The replay store does not answer, so that nothing can be accepted.';
    throw new SignatureError({ code: 'store-unavailable', message, cause });
  }
  if (isNew !== true) throw because('nonce-reused', 'This message was accepted before');
}

function refusal(code: SignatureErrorCode, problem: string, keyId?: string): SignatureError {
  return new SignatureError({ code, message: `${problem}.`, keyId });
}
