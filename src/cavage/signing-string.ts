import { fieldLines } from '../signatures/field-lines.ts';
import type { RequestMessage } from '../signatures/message.ts';
import { SignatureError, type SignatureErrorCode } from '../signatures/signature-error.ts';

/** What {@link cavageString} needs to know. */
export interface CavageStringOptions {
  /** Names of fields in lower case, `(request-target)`, `(created)`, `(expires)`. */
  readonly headers: readonly string[];
  /** Of the signature. Default `'hs2019'`. */
  readonly algorithm?: string;
  /** In seconds since 1970. */
  readonly created?: number | undefined;
  /** In seconds since 1970. */
  readonly expires?: number | undefined;
}

const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/**
 * The text that is signed (draft-cavage-http-signatures-12, section 2.3). For debugging: compare it with the other side's.
 *
 * @throws A `SignatureError` where a header cannot be covered, or is not there.
 *
 * @example
 * ```ts
 * console.log(cavageString(message, { headers: ['(request-target)', 'host', 'date'] }));
 * ```
 */
export function cavageString(message: RequestMessage, options: CavageStringOptions): string {
  const { headers } = options;
  if (headers.length === 0) throw refusal('component-invalid', 'The signature covers nothing');
  const repeated = headers.find((name, index) => headers.indexOf(name) !== index);
  if (repeated !== undefined) throw refusal('component-repeated', `${repeated} is covered twice`);
  return headers.map((name) => `${name}: ${coveredValue(name, message, options)}`).join('\n');
}

function coveredValue(name: string, message: RequestMessage, options: CavageStringOptions): string {
  if (name === '(request-target)') return plain(name, `${message.method.toLowerCase()} ${message.target}`);
  if (name === '(created)' || name === '(expires)') return timeOf(name, options);
  if (!FIELD_NAME.test(name))
    throw refusal('component-invalid', 'The signature covers what is no field name in lower case');
  const lines = fieldLines(message.headers, name);
  if (lines === undefined) throw refusal('component-missing', `${name} is covered, and not in the message`);
  return plain(name, lines.join(', '));
}

/** Section 2.3: an algorithm of the time before `hs2019` must not have them. */
function timeOf(
  name: '(created)' | '(expires)',
  { algorithm = 'hs2019', created, expires }: CavageStringOptions,
): string {
  if (/^(rsa|hmac|ecdsa)/.test(algorithm)) {
    throw refusal('component-invalid', `${name} cannot be covered where the algorithm is ${algorithm}`);
  }
  const value = name === '(created)' ? created : expires;
  if (value === undefined) throw refusal('component-missing', `${name} is covered, and not in the signature`);
  return String(value);
}

function plain(name: string, value: string): string {
  if (/^[\t -~]*$/.test(value)) return value;
  throw refusal('message-invalid', `${name} holds a character that a signature cannot cover`);
}

function refusal(code: SignatureErrorCode, problem: string): SignatureError {
  return new SignatureError({ code, message: `${problem}.` });
}
