import type { Scope } from '../core/scope.ts';
import type { BodySource } from './body-source.ts';

/**
 * A body that obeys its scope to the end: reads fail with the scope's reason as soon as it is aborted, whatever the
 * transport makes of its signal. And the scope is closed when the body has ended, been cancelled or failed, not
 * already when the headers came: the caller may still abort while reading.
 *
 * @internal
 */
export function guardBody(
  source: BodySource,
  scope: Scope,
  toError: (error: unknown) => unknown,
): BodySource {
  scope.onEnd(() => {
    if (scope.aborted) source.cancel(scope.reason).catch(() => {});
  });
  return {
    async read() {
      scope.throwIfAborted();
      scope.tellAwaited(true);
      try {
        const result = await scope.race(source.read());
        if (result.done) scope.close();
        return result;
      } catch (error) {
        scope.throwIfAborted();
        scope.close();
        throw toError(error);
      } finally {
        scope.tellAwaited(false);
      }
    },
    cancel(reason) {
      scope.close();
      return source.cancel(reason);
    },
    onFail(listener) {
      scope.onEnd(() => {
        if (scope.aborted) listener(scope.reason);
      });
    },
  };
}
