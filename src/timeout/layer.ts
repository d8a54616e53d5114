import type { Layer } from '../core/layer.ts';
import { target } from '../core/target.ts';
import { checkMs } from '../errors/check-ms.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { discard } from '../response/discard.ts';
import { startTimer } from '../time/start-timer.ts';

/**
 * Gives up an attempt whose headers do not come in time. The limit ends with the headers: reading the body is the
 * deadline's business, since a long download is no failure.
 *
 * @param attemptTimeoutMs - The limit in milliseconds. Default 10 000.
 *
 * @throws A {@link HoldfastError} with code `timeout`.
 *
 * @example
 * ```ts
 * const send = compose(fetch, retry(), timeout(2_000));
 * ```
 */
export function timeout(attemptTimeoutMs = 10_000): Layer {
  checkMs('attemptTimeoutMs', attemptTimeoutMs);
  return {
    name: 'timeout',
    describe: () => ({ attemptTimeoutMs }),
    wrap: (next) => async (call) => {
      const scope = call.scope.child();
      const timer = startTimer(attemptTimeoutMs, () => {
        const { attempts, retryAfterMs } = call.progress;
        const message = `${target(call.method, call.url)}: no answer within ${attemptTimeoutMs} ms.`;
        scope.abort(new HoldfastError({ code: 'timeout', message, attempts, retryAfterMs }));
      });
      scope.onEnd(() => timer.stop());
      try {
        return await scope.race(next(call.with({ scope })), discard);
      } finally {
        timer.stop();
        scope.closeWhenIdle();
      }
    },
  };
}
