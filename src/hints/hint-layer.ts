import type { Call } from '../core/call.ts';
import type { Layer } from '../core/layer.ts';
import { originOf } from '../core/origin-of.ts';

/** Something the service may be told of a call, in a header that client and service have agreed on. @internal */
export interface Hint {
  /** Of the layer, as `describe()` shows it. */
  readonly name: 'attempt-header' | 'deadline-header';
  readonly header: string;
  /** Undefined: nothing is told with this attempt. */
  readonly readValue: (call: Call) => number | undefined;
}

/**
 * Tells the service. Where a redirect has led to another origin nothing is told: that service never agreed on the
 * header.
 *
 * @internal
 */
export function hintLayer({ name, header, readValue }: Hint): Layer {
  return {
    name,
    describe: () => ({ header }),
    wrap: (next) => (call) => {
      const value = readValue(call);
      if (value === undefined || originOf(call.url) !== call.progress.origin) return next(call);
      const headers = new Headers(call.headers);
      headers.set(header, String(value));
      return next(call.with({ headers }));
    },
  };
}
