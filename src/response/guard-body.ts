import type { Scope } from '../core/scope.ts';

/**
 * A body that obeys its scope to the end: reads fail with the scope's reason as soon as it is aborted, whatever the
 * transport makes of its signal. And the scope is closed when the body has ended, been cancelled or failed, not
 * already when the headers came: the caller may still abort while reading.
 *
 * @internal
 */
export function guardBody(
  body: ReadableStream<Uint8Array>,
  scope: Scope,
  toError: (error: unknown) => unknown,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();

  return new ReadableStream({
    type: 'bytes',
    start(controller) {
      scope.onEnd(() => {
        if (!scope.aborted) return;
        controller.error(scope.reason);
        reader.cancel(scope.reason).catch(() => {});
      });
    },
    async pull(controller) {
      scope.tellAwaited(true);
      try {
        for (;;) {
          const { done, value } = await reader.read();
          if (scope.aborted) return;
          if (done) {
            scope.close();
            controller.close();
            controller.byobRequest?.respond(0);
            return;
          }
          if (value.byteLength === 0) continue;
          // A copy: enqueueing takes the buffer away from whoever made it, and it may not be ours to take.
          controller.enqueue(new Uint8Array(value));
          return;
        }
      } catch (error) {
        if (scope.aborted) return;
        scope.close();
        controller.error(toError(error));
      } finally {
        scope.tellAwaited(false);
      }
    },
    cancel(reason) {
      scope.close();
      return reader.cancel(reason);
    },
  });
}
