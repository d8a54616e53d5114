/**
 * Where a verifier keeps the nonces it has accepted: one operation, atomic. Verifiers in several processes work together
 * through one store. Hold your own to `replayStoreContract`.
 *
 * @example
 * ```ts
 * const store: ReplayStore = {
 *   addIfAbsent: async (id, keepMs) => (await redis.set(id, '', { NX: true, PX: keepMs })) !== null,
 * };
 * ```
 */
export interface ReplayStore {
  /**
   * Keeps `id` for `keepMs`, and answers true; false, and nothing is changed, if it is being kept already. Looking and
   * keeping are one step: of two who ask at once, one hears true. A store that is full throws: it must not forget.
   *
   * @param id - A text of at most 100 characters, made of the key's id and the nonce.
   */
  addIfAbsent(id: string, keepMs: number): boolean | Promise<boolean>;
}
