/**
 * Why a message is refused.
 *
 * | code | means |
 * |---|---|
 * | `signature-missing` | there is no `Signature` or no `Signature-Input`, or none with the wanted label |
 * | `signature-malformed` | one of the two cannot be parsed, holds a label twice, or is not what it must be |
 * | `label-mismatch` | a label is in one of the two fields and not in the other |
 * | `limit-exceeded` | a field is too long, or there are too many signatures or components |
 * | `component-invalid` | a covered component is unknown, malformed, or has a parameter that it must not have |
 * | `component-repeated` | a component is covered twice |
 * | `component-missing` | a covered component is not in the message, or a query parameter is there twice |
 * | `message-invalid` | the message holds what cannot be signed, such as a line break within a field |
 * | `coverage-missing` | a component that the policy requires is not covered |
 * | `parameter-invalid` | `created`, `expires`, `nonce`, `keyid`, `tag` or `alg` is of the wrong type, or there twice |
 * | `parameter-missing` | a parameter that the policy requires is not there |
 * | `tag-mismatch` | the signature was made for another application |
 * | `key-unknown` | nobody is known by this `keyid` |
 * | `algorithm-mismatch` | `alg` is not the algorithm of the key |
 * | `algorithm-refused` | the policy does not allow the algorithm of the key |
 * | `created-in-future` | made later than now, by more than the clocks may differ |
 * | `expired` | `expires` has passed |
 * | `too-old` | made longer ago than the policy allows |
 * | `signature-invalid` | it is not the signature of this key over this message |
 * | `digest-missing` | there is a body, and no covered `Content-Digest` |
 * | `digest-invalid` | the digest cannot be parsed, or is by no algorithm that counts |
 * | `digest-mismatch` | the body is not the one that was signed |
 * | `nonce-reused` | a message with this nonce was accepted before |
 * | `store-unavailable` | the replay store did not answer, or is full: nothing is accepted |
 */
export type SignatureErrorCode =
  | 'signature-missing'
  | 'signature-malformed'
  | 'label-mismatch'
  | 'limit-exceeded'
  | 'component-invalid'
  | 'component-repeated'
  | 'component-missing'
  | 'message-invalid'
  | 'coverage-missing'
  | 'parameter-invalid'
  | 'parameter-missing'
  | 'tag-mismatch'
  | 'key-unknown'
  | 'algorithm-mismatch'
  | 'algorithm-refused'
  | 'created-in-future'
  | 'expired'
  | 'too-old'
  | 'signature-invalid'
  | 'digest-missing'
  | 'digest-invalid'
  | 'digest-mismatch'
  | 'nonce-reused'
  | 'store-unavailable';

/** What a {@link SignatureError} is made of. */
export interface SignatureErrorInit {
  readonly code: SignatureErrorCode;
  readonly message: string;
  /** Of the signature in question. Default none. */
  readonly label?: string | undefined;
  /** What the signature said of its key. Default none. */
  readonly keyId?: string | undefined;
  /** The signature base that was expected. Default none. */
  readonly base?: string | undefined;
  /** What was thrown beneath. Default none. */
  readonly cause?: unknown;
}

const BRAND: unique symbol = Symbol.for('holdfast.signature-error');

/**
 * A message is refused, and this is why. One class, told apart by `code`. Its message holds names, times and lengths, and
 * no key, no body and no value of a field but `Host`. It is for your logs; `signatureProblem` tells the sender less.
 *
 * @example
 * ```ts
 * try {
 *   await verify(message, policy);
 * } catch (error) {
 *   if (!isSignatureError(error)) throw error;
 *   console.warn(error.code, error.keyId);
 * }
 * ```
 */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
  readonly code: SignatureErrorCode;
  /** Of the signature in question, where it was one. The sender chose it; it means nothing. */
  declare readonly label?: string;
  /** What the signature said of its key. The sender's word: not yet proven. */
  declare readonly keyId?: string;
  /**
   * The signature base that was expected, where the policy says `explain: true`: compare it with the signer's, line by
   * line. It holds the values of covered fields, so keep it out of logs.
   */
  declare readonly base?: string;

  constructor({ code, message, label, keyId, base, cause }: SignatureErrorInit) {
    super(message, cause === undefined ? undefined : { cause });
    Object.defineProperty(this, BRAND, { value: true });
    this.code = code;
    if (label !== undefined) this.label = label;
    if (keyId !== undefined) this.keyId = keyId;
    if (base !== undefined) this.base = base;
  }
}

/**
 * Whether `value` is a {@link SignatureError}, also of another copy of this package.
 *
 * @example
 * ```ts
 * if (isSignatureError(error) && error.code === 'nonce-reused') count('replays');
 * ```
 */
export function isSignatureError(value: unknown): value is SignatureError {
  return typeof value === 'object' && value !== null && BRAND in value;
}
