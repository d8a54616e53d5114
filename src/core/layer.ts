import type { Handler } from './handler.ts';

/**
 * One more behaviour around a handler.
 *
 * @example
 * ```ts
 * const stamped: Layer = {
 *   name: 'stamped',
 *   wrap: (next) => (call) => {
 *     const headers = new Headers(call.headers);
 *     headers.set('x-call-id', call.id);
 *     return next(call.with({ headers }));
 *   },
 * };
 * const send = compose(fetch, retry(), stamped);
 * ```
 */
export interface Layer {
  readonly name: string;
  /** Called once, when the client is made. What it answers is called for each call that passes. */
  wrap(next: Handler): Handler;
  /** What `client.describe()` says of this layer: settings, never a secret. */
  describe?(): Readonly<Record<string, unknown>>;
  /** Lets go of what the layer holds, when its client is closed. */
  close?(): void;
}
