import { plainError } from '../run/plain-error.ts';
import type {
  ErrorRecord,
  FileRecord,
  Frame,
  RunRecord,
  TestRecord,
  UnhandledRecord,
} from '../run/record.ts';

/** A run of one file, from its tests; every part can be replaced. */
export function aRun(tests: TestRecord[], parts: Partial<RunRecord> = {}): RunRecord {
  const files = [...new Set(tests.map(({ file }) => file))].map((file) => aFile({ file }));
  return { files, tests, unhandled: [], killed: undefined, output: '', durationMs: 400, ...parts };
}

export function aFile(parts: Partial<FileRecord> = {}): FileRecord {
  return { file: testFile, errors: [], empty: false, forgottenAwaits: [], ...parts };
}

export function aTest(parts: Partial<TestRecord> = {}): TestRecord {
  return { file: testFile, name: 'says yes', state: 'passed', line: 4, durationMs: 2, errors: [], ...parts };
}

export function failing(...errors: ErrorRecord[]): TestRecord {
  return aTest({ name: 'fails', state: 'failed', errors });
}

export function anError(parts: Partial<ErrorRecord> = {}): ErrorRecord {
  return { ...plainError('Error', 'boom'), frames: [inTest], ...parts };
}

export function unhandled(error: ErrorRecord): UnhandledRecord {
  return { ...error, file: 'throwaway/up.test.ts' };
}

export function anAssertion(parts: Partial<ErrorRecord> = {}): ErrorRecord {
  return anError({
    name: 'AssertionError',
    message: 'expected undefined to be true // Object.is equality',
    isAssertion: true,
    matcher: 'toBe',
    expected: 'true',
    actual: 'undefined',
    ...parts,
  });
}

const testFile = 'throwaway/up.test.ts';

export const inTest: Frame = { file: testFile, line: 5, column: 9, function: '', place: 'test' };
export const awaitedInTest: Frame = { ...inTest, function: 'async' };
export const inClient: Frame = {
  file: 'src/index.ts',
  line: 3,
  column: 7,
  function: 'isUp',
  place: 'client',
};
export const inWorld: Frame = {
  file: '/w/katas/world/index.ts',
  line: 9,
  column: 1,
  function: 'on',
  place: 'world',
};
export const outside: Frame = {
  file: 'node:internal/deps/undici',
  line: 1,
  column: 1,
  function: 'fetch',
  place: 'outside',
};
