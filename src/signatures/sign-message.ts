import { encodeBase64 } from '../structured-fields/base64.ts';
import { checkMessage } from './check-message.ts';
import { readComponent } from './component-id.ts';
import { viewOf } from './component-value.ts';
import type { Message } from './message.ts';
import {
  baseOf,
  parametersText,
  type SignatureBaseOptions,
  signatureInput,
  uniqueIds,
} from './signature-base.ts';
import type { Signer } from './signer.ts';

/** What {@link signMessage} needs to know. */
export interface SignMessageOptions extends SignatureBaseOptions {
  /** What signs. Required. */
  readonly key: Signer;
  /** What the signature is called in its fields. Default `'sig1'`. */
  readonly label?: string;
}

/** A signature: one member of each of the two fields. */
export interface MessageSignature {
  /** For `Signature-Input`, with its label. */
  readonly signatureInput: string;
  /** For `Signature`, with its label. */
  readonly signature: string;
}

/**
 * Signs one message, with exactly the components and parameters given (RFC 9421, section 3.1): for what `sign` and
 * `signResponse` do not do. Nothing is added, not even `keyid`.
 *
 * @throws A {@link SignatureError} where a component cannot be covered, or is not there. A `HoldfastError` with code
 *   `options` where `message` or `parameters` is not what it must be.
 *
 * @example
 * ```ts
 * const created = Math.floor(Date.now() / 1000);
 * const fields = await signMessage(message, {
 *   key,
 *   components: ['@method', '@target-uri', 'content-digest'],
 *   parameters: { created, expires: created + 60, keyid: key.keyId },
 * });
 * ```
 */
export async function signMessage(message: Message, options: SignMessageOptions): Promise<MessageSignature> {
  checkMessage(message);
  const { components, parameters, fieldTypes, key, label = 'sig1' } = options;
  const ids = uniqueIds(components.map(readComponent));
  const input = signatureInput(ids, parametersText(parameters));
  const base = baseOf(ids, input, viewOf(message, undefined, fieldTypes));
  return { signatureInput: `${label}=${input}`, signature: `${label}=${await signatureOf(key, base)}` };
}

const encoder = new TextEncoder();

/** As it stands in `Signature`: base64 between colons. @internal */
export async function signatureOf(key: Signer, base: string): Promise<string> {
  const made = key.sign(encoder.encode(base));
  return `:${encodeBase64(made instanceof Promise ? await made : made)}:`;
}
