import type { Layer } from '../core/layer.ts';
import { optionError } from '../errors/option-error.ts';

/** Headers that mean something already, and would be overwritten. */
const TAKEN =
  /^(authorization|cookie|content-.*|date|host|idempotency-key|signature.*|traceparent|transfer-encoding)$/i;

/** @internal */
export function checkAttemptHeader(name: string | undefined): void {
  if (name === undefined) return;
  if (typeof name === 'string' && /^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name) && !TAKEN.test(name)) return;
  throw optionError(
    `Option attemptHeader is ${JSON.stringify(name)}. Give the name of a header that means nothing else, such as 'x-attempt'.`,
  );
}

/**
 * Tells the service that it is asked again: from the second attempt on, which one it is. A service that is overloaded
 * can then turn away repeats first, and count them. Where a redirect has led to another origin nothing is told: that
 * service never agreed on the header.
 *
 * @internal
 */
export function attemptHeaderLayer(name: string): Layer {
  return {
    name: 'attempt-header',
    describe: () => ({ header: name }),
    wrap: (next) => (call) => {
      if (call.attempt === 1 || new URL(call.url).origin !== call.progress.origin) return next(call);
      const headers = new Headers(call.headers);
      headers.set(name, String(call.attempt));
      return next(call.with({ headers }));
    },
  };
}
