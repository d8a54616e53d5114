/** Something at a guard that somebody should look at. No key, no caller's name and no body is in it. */
export type GuardEvent =
  | {
      /** The store threw, or took too long. */
      readonly kind: 'store-failed';
      readonly operation: 'lock' | 'renew' | 'complete' | 'release';
      readonly method: string;
      readonly path: string;
      readonly error: unknown;
    }
  | {
      /**
       * The work went on for longer than its lock, or the store lost the lock. If another attempt came in meanwhile, the
       * work has been done twice.
       */
      readonly kind: 'lock-lost';
      readonly method: string;
      readonly path: string;
    }
  | {
      /** An answer is larger than `answerLimitBytes`, so that it cannot be given again. */
      readonly kind: 'answer-too-large';
      readonly method: string;
      readonly path: string;
    };
