import type { Scope } from '../core/scope.ts';
import { startTimer } from './start-timer.ts';

/**
 * Waits, or rejects with the scope's reason as soon as it is aborted. The timer is referenced, since somebody awaits
 * it: an unreferenced one would let Node exit in the middle of a retry, with neither an answer nor an error.
 *
 * @internal
 */
export async function sleep(waitMs: number, scope: Scope): Promise<void> {
  scope.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const timer = startTimer(waitMs, () => {
      takeBack();
      resolve();
    });
    const takeBack = scope.onEnd(() => {
      timer.stop();
      reject(scope.reason);
    });
  });
}
