import type { ErrorRecord, Frame } from '../run/record.ts';
import type { AmberKind, FailureKind } from './verdict.ts';

/** What kind of failure an error in a test is. */
export function kindInTest(error: ErrorRecord): FailureKind {
  const broken = kindAnywhere(error);
  if (broken !== undefined) return broken;
  if (error.hook !== undefined || /^Hook timed out/.test(error.message)) return kindInHook(error);
  if (undeclaredName(error.actual) !== undefined) return 'missing-name';
  if (isAssertion(error)) return 'assertion';
  if (error.isTimeout) return 'timeout';
  // A name that nobody declared is a slip of the pen, in the client too: nothing was judged.
  if (error.name === 'ReferenceError' && isMissingName(error)) return 'missing-name';
  if (originOf(error) === 'client') return 'error';
  if (isMissingName(error)) return 'missing-name';
  return 'test-error';
}

/** What kind of failure an error of a whole file is: it came before, between or after the tests. */
export function kindInFile(error: ErrorRecord): AmberKind {
  const broken = kindAnywhere(error);
  if (broken !== undefined) return broken;
  if (error.hook !== undefined) return 'hook';
  if (isCircular(error)) return 'import';
  if (isMissingName(error)) return 'missing-name';
  if (error.name === 'SyntaxError') return 'syntax';
  return 'top-level';
}

/** What kind of failure an error is that belongs to no test. */
export function kindInRun(error: ErrorRecord): AmberKind {
  return kindAnywhere(error) ?? 'unhandled';
}

/** What spoils the judgement wherever it happens. */
function kindAnywhere(error: ErrorRecord): AmberKind | undefined {
  if (error.name === 'UnexpectedRequestError') return 'unexpected-request';
  if (isExit(error)) return 'exited';
  if (isParseFailure(error)) return 'syntax';
  if (isImportFailure(error)) return 'import';
  return undefined;
}

/** An assertion in `afterEach` judged a test that ran; whatever else goes wrong in a hook judges nothing. */
function kindInHook(error: ErrorRecord): FailureKind {
  return error.hook === 'afterEach' && isAssertion(error) ? 'assertion' : 'hook';
}

/** What `expect.assertions(2)` and `test.fails` say no with is a plain error. */
function isAssertion(error: ErrorRecord): boolean {
  return (
    error.isAssertion ||
    /^expected (number of assertions|any number of assertion)/.test(error.message) ||
    isUnexpectedPass(error)
  );
}

/** `test.fails`, and it passed. */
export function isUnexpectedPass({ message, frames }: ErrorRecord): boolean {
  return message === 'Expect test to fail' && frames.length === 0;
}

/**
 * Whose error it is. The test's own: its lines threw while they ran, on their own or through a helper outside. The
 * client's: an error that went through its source, or that came out of an awaited promise: what a test awaits is the
 * client, and what the client returned may have failed below it, in `fetch`, without a frame of its own.
 */
export function originOf(error: ErrorRecord): 'client' | 'test' {
  const first = error.frames.find(({ place }) => place === 'client' || place === 'test');
  if (first === undefined || first.place === 'client') return 'client';
  return isAsync(first) ? 'client' : 'test';
}

function isAsync(frame: Frame): boolean {
  return frame.function === 'async' || frame.function.startsWith('async ');
}

/**
 * A name that is not there: not declared, not exported, or no method of what was asked for it. A local that holds
 * something else than a function is a mistake of another kind.
 */
function isMissingName({ name, message, importedFrom }: ErrorRecord): boolean {
  if (name === 'ReferenceError') return / is not defined$/.test(message);
  if (name === 'TypeError')
    return importedFrom !== undefined || /^[\w$]+\..* is not a (function|constructor)$/.test(message);
  return name === 'SyntaxError' && / does not provide an export named /.test(message);
}

/**
 * What an assertion got is the error of a name that nobody declared: the client was looking for it when it should have
 * thrown an error of its own.
 */
export function undeclaredName(actual: string | undefined): string | undefined {
  return /^ReferenceError \{\s+"message": "([\w$]+) is not defined",?\s/.exec(actual ?? '')?.[1];
}

/** A module that is used before it was run: two modules import each other. */
function isCircular({ name, message }: ErrorRecord): boolean {
  return name === 'ReferenceError' && /^Cannot access .* before initialization$/.test(message);
}

function isImportFailure({ message }: ErrorRecord): boolean {
  return /^(Failed to resolve import|Failed to load url|Cannot find (module |package |")|Missing ".*" specifier)/.test(
    message,
  );
}

/** Vite names a file it cannot parse by the plugin that tried. */
function isParseFailure({ name, message }: ErrorRecord): boolean {
  return name === 'RolldownError' || /^(Transform failed|Parse failed|Parse failure)\b/.test(message);
}

/** Vitest turns `process.exit` in a worker into an error of its own, and Node `process.abort`. */
function isExit({ message }: ErrorRecord): boolean {
  return /^process\.exit unexpectedly called|^process\.abort\(\) is not supported|^Worker exited unexpectedly/.test(
    message,
  );
}

/** Vitest says so with an error; for a learner it is no failure but nothing to run. */
export function isEmptiness({ message }: ErrorRecord): boolean {
  return /^No test (found in suite|suite found in file)/.test(message);
}
