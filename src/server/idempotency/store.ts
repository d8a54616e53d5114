/** What a guard wants to hold while it works. */
export interface IdempotencyLock {
  /** Random. Only who knows it can renew, complete or release. */
  readonly token: string;
  /** Of the request, so that a key used for something else is noticed. */
  readonly fingerprint: string;
  /** How long the lock is good for if it is not renewed, in milliseconds. */
  readonly leaseMs: number;
}

/** What became of {@link IdempotencyStore.lock}. */
export type LockOutcome =
  | { readonly kind: 'locked' }
  /** Somebody else holds the lock. */
  | {
      readonly kind: 'running';
      /** Of the request that holds it. */
      readonly fingerprint: string;
      /** Since the lock was taken, in milliseconds. */
      readonly runningForMs: number;
    }
  /** The work is done, and this is the answer. */
  | {
      readonly kind: 'done';
      /** Of the request it was the answer to. */
      readonly fingerprint: string;
      /** As {@link IdempotencyStore.complete} was given it. */
      readonly answer: Uint8Array;
    };

/**
 * Where guards keep their locks and answers: four operations, each of them atomic, on bytes. Ids are hexadecimal hashes;
 * they hold no key and no caller's name.
 *
 * Guards in several processes work together through one store. Hold your own to {@link idempotencyStoreContract}.
 */
export interface IdempotencyStore {
  /**
   * Takes the lock, unless an answer is kept under this id or somebody holds a lock whose lease has not run out. A lock
   * whose lease has run out is taken over.
   */
  lock(id: string, lock: IdempotencyLock): LockOutcome | Promise<LockOutcome>;

  /** Makes the lease last `leaseMs` from now on. False if `token` does not hold the lock any more. */
  renew(id: string, token: string, leaseMs: number): boolean | Promise<boolean>;

  /**
   * Puts the answer in the place of the lock and keeps it for `keepMs`. False, and nothing is changed, if `token` does not
   * hold the lock any more: who was overtaken must not overwrite. A lease that has run out and that nobody took over
   * still counts, for as long as the store knows of it.
   */
  complete(id: string, token: string, answer: Uint8Array, keepMs: number): boolean | Promise<boolean>;

  /** Frees the key, so that the next request does the work. Nothing is changed if `token` does not hold the lock. */
  release(id: string, token: string): void | Promise<void>;
}
