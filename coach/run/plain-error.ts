import type { ErrorRecord } from './record.ts';

/** An error of which nothing is known but its name and what it says. */
export function plainError(name: string, message: string): ErrorRecord {
  return {
    name,
    message,
    isAssertion: false,
    isTimeout: false,
    hook: undefined,
    importedFrom: undefined,
    matcher: undefined,
    expected: undefined,
    actual: undefined,
    diff: undefined,
    frames: [],
    cause: undefined,
  };
}
