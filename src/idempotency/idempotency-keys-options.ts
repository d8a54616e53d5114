/** Options of {@link idempotencyKeys}. */
export interface IdempotencyKeysOptions {
  /** Methods whose calls get a key. Methods that only read never do. Default `['POST', 'PATCH']`. */
  readonly methods?: readonly string[];

  /**
   * Whether the key is sent in quotation marks, as draft-ietf-httpapi-idempotency-key-header asks for. Default false:
   * most services document a bare key, and some refuse any other character than letters, digits and hyphens.
   */
  readonly quoted?: boolean;
}
