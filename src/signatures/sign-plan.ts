import { checkMs } from '../errors/check-ms.ts';
import { checkNames } from '../errors/check-names.ts';
import { optionError } from '../errors/option-error.ts';
import type { StructuredFieldType } from './component.ts';
import { type ComponentId, readComponent } from './component-id.ts';
import type { SignOptions } from './sign-options.ts';
import { isSignatureError } from './signature-error.ts';
import { SIGNATURE_PARAMETERS } from './signature-facts.ts';
import type { SignatureParameter } from './verify-policy.ts';

/** Options of one signature, checked, with nothing left open. @internal */
export interface SignPlan {
  readonly key: SignOptions['key'];
  readonly ids: readonly ComponentId[];
  /** Keys of components without which nothing is sent. */
  readonly required: ReadonlySet<string>;
  readonly digest: 'sha-256' | 'sha-512';
  readonly tag: string | undefined;
  readonly expiresInMs: number | false;
  readonly parameters: readonly SignatureParameter[];
  readonly label: string;
  readonly fieldTypes: Readonly<Record<string, StructuredFieldType>>;
}

const NAMES = [
  'components',
  'digest',
  'expiresInMs',
  'fieldTypes',
  'key',
  'label',
  'parameters',
  'required',
  'tag',
] as const satisfies readonly (keyof SignOptions)[];

const COMPONENTS = [
  '@method',
  '@target-uri',
  'content-digest',
  'content-type',
  'authorization',
  'idempotency-key',
];

/** @param index - Of the signature, counted from 1. @internal */
export function planSignature(given: SignOptions, index: number): SignPlan {
  if (typeof given !== 'object' || given === null) throw optionError('sign takes options, such as { key }.');
  checkNames('', given, NAMES);
  const {
    key,
    components = COMPONENTS,
    required = [],
    digest = 'sha-256',
    tag,
    expiresInMs = 60_000,
  } = given;
  const { parameters = ['created', 'expires', 'nonce', 'keyid', 'tag'], label = `sig${index}` } = given;
  if (typeof key !== 'function' && typeof key?.sign !== 'function') {
    throw optionError(
      'Option key is missing. Give a key, await importSigner(jwk), or a function that chooses one.',
    );
  }
  if (digest !== 'sha-256' && digest !== 'sha-512') {
    throw optionError(`Option digest is ${digest}. Give 'sha-256' or 'sha-512'.`);
  }
  const unknown = parameters.find((name) => !SIGNATURE_PARAMETERS.includes(name));
  if (unknown !== undefined) {
    throw optionError(`Option parameters names ${unknown}. There are: ${SIGNATURE_PARAMETERS.join(', ')}.`);
  }
  if (!/^[a-z*][a-z0-9_.*-]*$/.test(label)) {
    throw optionError(`Option label is ${label}. Give lower-case letters and digits, such as 'sig1'.`);
  }
  if (tag !== undefined && !/^[ -~]+$/.test(tag))
    throw optionError('Option tag is no text of ASCII. Give the name of your application.');
  checkMs('expiresInMs', expiresInMs);
  const ids = read('components', [...components, ...required]);
  return {
    key,
    ids: ids.filter(({ key: each }, at) => ids.findIndex((other) => other.key === each) === at),
    required: new Set(read('required', required).map((id) => id.key)),
    digest,
    tag,
    expiresInMs,
    parameters,
    label,
    fieldTypes: given.fieldTypes ?? {},
  };
}

function read(option: string, components: NonNullable<SignOptions['components']>): ComponentId[] {
  try {
    return components.map((component) => ofRequests(readComponent(component)));
  } catch (error) {
    throw isSignatureError(error) ? optionError(`Option ${option}: ${error.message}`) : error;
  }
}

function ofRequests(id: ComponentId): ComponentId {
  const { name, parameters, text } = id;
  if (name !== '@status' && !parameters.has('req') && !parameters.has('tr')) return id;
  const why = parameters.has('tr') ? 'fetch sends no trailers' : 'it is of responses only';
  throw optionError(`Option components: ${text} cannot be signed in a request, since ${why}.`);
}
