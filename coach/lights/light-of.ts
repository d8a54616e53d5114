import { plainError } from '../run/plain-error.ts';
import type { ErrorRecord, FileRecord, Frame, RunRecord, TestRecord } from '../run/record.ts';
import { comparisonOf } from './comparison.ts';
import { isEmptiness, kindInFile, kindInRun, kindInTest } from './kind-of.ts';
import { messageOf } from './message-of.ts';
import type { Failure, FailureKind, Verdict } from './verdict.ts';

export type { AmberKind, Failure, FailureKind, RedKind, Verdict } from './verdict.ts';

/**
 * The light of a run, and why.
 *
 * Amber outranks red: while one test cannot judge, a red beside it may have the same cause, and the mistake in the
 * test or the wiring comes first. So does an assertion nobody waits for, in a test that failed for another reason. What goes wrong after the tests, in `afterAll` or in a promise nobody waits for,
 * is outranked by red: a test that stops at a failed assertion often leaves such things behind.
 */
export function lightOf(record: RunRecord): Verdict {
  const forgotten = forgottenIn(record);
  const isForgotten = (test: TestRecord) =>
    forgotten.some((failure) => failure.file === test.file && failure.test === test.name);
  const broken = [
    ...killed(record),
    ...record.files.flatMap(failuresOfFile),
    ...forgotten,
    ...record.tests.filter((test) => !isForgotten(test)).flatMap(failureOfTest),
    ...failuresOfRun(record).filter(({ error }) => forgotten.length === 0 || error?.isAssertion !== true),
  ];
  const failures = [
    ...broken.filter((failure) => failure.light === 'amber' && !isAftermath(failure)),
    ...broken.filter((failure) => failure.light === 'red'),
    ...broken.filter(isAftermath),
  ];
  const count = (state: TestRecord['state']) => record.tests.filter((test) => test.state === state).length;
  const passed = count('passed');
  const failed = count('failed');
  const executed = passed + failed;
  return {
    light: failures[0]?.light ?? (executed === 0 ? 'nothing' : 'green'),
    failures,
    executed,
    passed,
    failed,
    skipped: count('skipped'),
    focus: focusOf(record),
  };
}

function killed({ killed }: RunRecord): Failure[] {
  if (killed === undefined) return [];
  const { file = '', test } = killed;
  return [failureWithout(file, test, 'never-ended', undefined)];
}

function failuresOfFile({ file, errors }: FileRecord): Failure[] {
  const first = errors.find((error) => !isEmptiness(error));
  return first === undefined ? [] : [failureOf(file, undefined, kindInFile(first), first)];
}

/** Assertions that nobody waits for, in tests that were executed. */
function forgottenIn({ files, tests }: RunRecord): Failure[] {
  return files.flatMap(({ file, forgottenAwaits }) => {
    const inFile = tests.filter((test) => test.file === file);
    return forgottenAwaits.flatMap(({ test, line, column }) => {
      // A title with placeholders names no test of the run: then the file is to blame.
      const named = inFile.find(({ name }) => name === test);
      const isRun = named === undefined ? inFile.some(isExecuted) : isExecuted(named);
      return isRun ? [failureWithout(file, named?.name, 'forgotten-await', { file, line, column })] : [];
    });
  });
}

function failureOfTest({ file, name, state, errors }: TestRecord): Failure[] {
  if (state !== 'failed') return [];
  const failures = errors.map((error) => failureOf(file, name, kindInTest(error), error));
  // The client may have met the refused request with an error of its own, which then comes first.
  const first = failures.find(({ kind }) => kind === 'unexpected-request') ?? failures[0];
  return [first ?? failureOf(file, name, 'error', unknownError)];
}

function failuresOfRun({ files, unhandled }: RunRecord): Failure[] {
  return unhandled.map((error) => {
    const ours = error.frames.find(({ place }) => place === 'test');
    const file = ours?.file ?? error.file ?? ourFrame(error)?.file ?? files[0]?.file ?? '';
    return failureOf(file, undefined, kindInRun(error), error);
  });
}

function failureOf(file: string, test: string | undefined, kind: FailureKind, error: ErrorRecord): Failure {
  const frame = ourFrame(error);
  const where = frame && { file: frame.file, line: frame.line, column: frame.column };
  const compared = kind === 'assertion' ? comparisonOf(error) : undefined;
  return {
    file,
    test,
    light: lightOfKind(kind),
    kind,
    message: messageOf(kind, error),
    ...(compared !== undefined && { compared }),
    error,
    where,
  };
}

function failureWithout(
  file: string,
  test: string | undefined,
  kind: 'never-ended' | 'forgotten-await',
  where: Failure['where'],
): Failure {
  return {
    file,
    test,
    light: 'amber',
    kind,
    message: messageOf(kind, unknownError),
    error: undefined,
    where,
  };
}

function lightOfKind(kind: FailureKind): 'red' | 'amber' {
  return kind === 'assertion' || kind === 'error' || kind === 'timeout' ? 'red' : 'amber';
}

function ourFrame(error: ErrorRecord): Frame | undefined {
  return error.frames.find(({ place }) => place === 'client' || place === 'test');
}

function isExecuted({ state }: TestRecord): boolean {
  return state === 'passed' || state === 'failed';
}

function isAftermath({ kind, error }: Failure): boolean {
  return kind === 'unhandled' || (kind === 'hook' && error?.hook === 'afterAll');
}

/** Empty files, and tests that `.only` or `.skip` left out. A `todo` is an item of a list, and leaves nothing out. */
function focusOf({ files, tests }: RunRecord): string | undefined {
  const empty = files.filter((file) => file.empty || file.errors.some(isEmptiness)).map(({ file }) => file);
  const skipped = tests.filter(({ state }) => state === 'skipped');
  const all = tests.filter(({ state }) => state !== 'todo').length;
  const notes = [
    ...(skipped.length === 0
      ? []
      : [`${skipped.length} of ${all} tests skipped, by .only or .skip in ${listed(filesOf(skipped))}`]),
    ...(empty.length === 0 ? [] : [`no test in ${listed(empty)}`]),
  ];
  return notes.length === 0 ? undefined : notes.join('; ');
}

function filesOf(tests: readonly TestRecord[]): string[] {
  return [...new Set(tests.map(({ file }) => file))];
}

function listed(files: readonly string[]): string {
  const [first = '', ...others] = files;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

const unknownError = plainError('Error', '');
