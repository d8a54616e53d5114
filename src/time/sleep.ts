import type { Lifetime } from '../core/lifetime.ts';
import type { Scope } from '../core/scope.ts';
import { startTimer } from './start-timer.ts';

/**
 * Waits, or rejects with the scope's reason as soon as it is aborted. Answers whether the wait was not cut short by the
 * end of the client.
 *
 * The timer is referenced, since somebody awaits it: an unreferenced one would let Node exit in the middle of a retry,
 * with neither an answer nor an error.
 *
 * @internal
 */
export async function sleep(waitMs: number, scope: Scope, lifetime: Lifetime): Promise<boolean> {
  scope.throwIfAborted();
  if (lifetime.closed) return false;
  return new Promise<boolean>((resolve, reject) => {
    const timer = startTimer(waitMs, () => {
      end();
      resolve(true);
    });
    const takeBack = scope.onEnd(() => {
      end();
      reject(scope.reason);
    });
    const takeBackClose = lifetime.onClose(() => {
      end();
      resolve(false);
    });
    const end = () => {
      timer.stop();
      takeBack();
      takeBackClose();
    };
  });
}
