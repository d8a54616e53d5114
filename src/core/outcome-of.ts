import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { CallOutcome } from './call-event.ts';
import type { Scope } from './scope.ts';

/** What an error amounts to. The deadline and the timeout abort a scope with an error of ours, the caller with their own. @internal */
export function outcomeOf(error: unknown, scope: Scope): CallOutcome {
  if (isHoldfastError(error)) return error.code;
  return scope.aborted ? 'aborted' : 'error';
}
