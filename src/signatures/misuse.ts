import type { Call } from '../core/call.ts';
import { target } from '../core/target.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';

/** A call that cannot be signed as it is. @internal */
export function misuse(call: Call, problem: string, cause?: unknown): HoldfastError {
  return new HoldfastError({
    code: 'options',
    message: `${target(call.method, call.url)} ${problem}`,
    cause,
    attempts: call.progress.attempts,
  });
}
