import type { HoldfastError } from '../errors/holdfast-error.ts';

/** What an upcheck found: whether the service is up, and if not, what to tell whoever needs it. */
export type Upcheck =
  | { readonly isUp: true; readonly trouble: undefined }
  | {
      readonly isUp: false;
      /**
       * For {@link explain}. Its `code` is `circuit-open` where the service was not asked, since it is being left alone;
       * else `down`, with what came instead of a 2xx in its message and its `cause`. Its `retryAfterMs` says when to come
       * back, where that is known.
       */
      readonly trouble: HoldfastError;
    };

/** How a question is put: `client.isUp(…)`. */
export interface UpcheckCall {
  /** Ends the waiting of this one asker. The upcheck itself goes on for the others, and ends by its own timeout. */
  readonly signal?: AbortSignal | undefined;
}
