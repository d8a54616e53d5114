import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { SerializedError, TestError } from 'vitest';
import type { TestCase, TestModule } from 'vitest/node';
import { filesBelow } from '../client-folder/client-files.ts';
import { pathFrom, slashed } from '../client-folder/path-from.ts';
import { plainError } from './plain-error.ts';
import type { ErrorRecord, FileRecord, Frame, RunRecord, TestRecord } from './record.ts';
import { SourceFacts } from './source-facts.ts';
import { stackFrames } from './stack-frames.ts';

type Run = {
  clientFolder: string;
  workbook: string;
  modules: readonly TestModule[];
  unhandled: readonly SerializedError[];
  output: string;
  durationMs: number;
};

/** Turns Vitest's reports of one run into plain data. */
export function recordOf(run: Run): RunRecord {
  const sources = new Map<string, SourceFacts>();
  const factsOf = (path: string) => {
    const known = sources.get(path);
    if (known !== undefined) return known;
    const facts = new SourceFacts(path, readOrEmpty(path));
    sources.set(path, facts);
    return facts;
  };
  const places: Places = { clientFolder: run.clientFolder, workbook: run.workbook, factsOf };
  return {
    files: run.modules.map((module) => fileRecord(module, places)),
    tests: run.modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => testRecord(test, module, places)),
    ),
    unhandled: run.unhandled.map((error) => ({
      ...errorRecord(error, places),
      file: fileDuring(error, places),
    })),
    killed: undefined,
    output: run.output,
    durationMs: run.durationMs,
  };
}

type Places = { clientFolder: string; workbook: string; factsOf(path: string): SourceFacts };

function fileRecord(module: TestModule, places: Places): FileRecord {
  const errors = [
    ...module.errors(),
    ...[...module.children.allSuites()].flatMap((suite) => [...suite.errors()]),
  ].map((error) => errorRecord(error, places));
  return {
    file: pathFrom(places.clientFolder, module.moduleId),
    errors: errors.filter(({ message }) => !isEmptyFile(message)),
    empty:
      errors.some(({ message }) => isEmptyFile(message)) ||
      (errors.length === 0 && module.children.size === 0),
    forgottenAwaits: places.factsOf(module.moduleId).forgottenAwaits(),
  };
}

/** Vitest reports a file without tests as an error of the module; for a learner it is a light of its own. */
function isEmptyFile(message: string): boolean {
  return message.startsWith('No test suite found in file') || message.startsWith('No test found in suite');
}

function testRecord(test: TestCase, module: TestModule, places: Places): TestRecord {
  const result = test.result();
  return {
    file: pathFrom(places.clientFolder, module.moduleId),
    name: test.fullName,
    state: test.options.mode === 'todo' ? 'todo' : result.state === 'pending' ? 'skipped' : result.state,
    line: test.location?.line,
    durationMs: Math.round(test.diagnostic()?.duration ?? 0),
    errors: (result.errors ?? []).map((error) => errorRecord(error, places)),
  };
}

function errorRecord(error: TestError | SerializedError, places: Places): ErrorRecord {
  const syntaxError = syntaxErrorOf(error, places);
  if (syntaxError !== undefined) return syntaxError;
  const importError = importErrorOf(error, places);
  if (importError !== undefined) return importError;
  // Errors that belong to no test come with their stack as text only.
  const stacks = (error.stacks ?? stackFrames(error.stack ?? '')).filter(({ file }) => !isSetup(file));
  const waited = waitedIn(error.stack ?? '', places);
  const frames = stacks.map(({ method, file, line, column }): Frame => {
    const place = placeOf(file, places);
    return {
      file: pathFrom(places.clientFolder, file),
      line,
      column,
      function: isOurs(place) && waited.shift() === true ? `async ${method}`.trim() : method,
      place,
    };
  });
  const thrownAt = stacks.find(({ file }) => isOurs(placeOf(file, places)));
  const inTest = stacks.find(({ file }) => placeOf(file, places) === 'test');
  const facts = inTest && places.factsOf(inTest.file);
  const missing = uncallable(error.message);
  const importedFrom = thrownAt && places.factsOf(thrownAt.file).importedFrom(missing);
  const exportedBy =
    importedFrom === 'my-client' && missing !== undefined ? exporterOf(missing, places) : undefined;
  const root = rootOf(error.cause, places);
  const name = error.name ?? 'Error';
  return {
    name,
    message: stripVTControlCharacters(error.message ?? ''),
    isAssertion: name === 'AssertionError' || error.code === 'ERR_ASSERTION',
    // Vitest makes the error of a time-out with this name on its stack; no other field tells it.
    isTimeout: error.stack?.startsWith('Error: STACK_TRACE_ERROR') ?? false,
    hook: inTest && facts?.hookAt(inTest.line, inTest.column),
    importedFrom,
    ...(exportedBy !== undefined && { exportedBy }),
    ...(root !== undefined && { root }),
    matcher: inTest && facts?.matcherAt(inTest.line, inTest.column),
    expected: textOf(error.expected),
    actual: textOf(error.actual),
    diff: error.diff === undefined ? undefined : stripVTControlCharacters(String(error.diff)),
    frames,
    cause: causeOf(error.cause),
  };
}

/**
 * A file that does not parse fails in Vite's transformation, whose error names the file; TypeScript's parser says what
 * is wrong, and where, in better words.
 */
function syntaxErrorOf(error: SerializedError, places: Places): ErrorRecord | undefined {
  const transformed = error.__vitest_rollup_error__;
  if (typeof transformed !== 'object' || transformed === null || !('id' in transformed)) return undefined;
  const path = String(transformed.id).split('?', 1)[0] ?? '';
  const syntaxError = places.factsOf(path).syntaxError() ?? saidByTransformation(error.message);
  if (syntaxError === undefined) return undefined;
  const { line, column, message } = syntaxError;
  const file = pathFrom(places.clientFolder, path);
  return {
    ...plainError('SyntaxError', message),
    frames: [{ file, line, column, function: '', place: placeOf(path, places) }],
  };
}

/** Our own plugin says who imports what; its stack is of no use to anybody. */
function importErrorOf({ message }: SerializedError, places: Places): ErrorRecord | undefined {
  const [, specifier, file] = /^Cannot find "(.+?)" from (.+?): /.exec(message ?? '') ?? [];
  if (specifier === undefined || file === undefined) return undefined;
  const path = join(places.clientFolder, file);
  const { line, column } = places.factsOf(path).importOf(specifier) ?? { line: 1, column: 1 };
  return {
    ...plainError('Error', message),
    frames: [{ file, line, column, function: '', place: placeOf(path, places) }],
  };
}

/** What TypeScript's parser lets pass, a name declared twice or an `await` outside async, stands in Vite's text only. */
function saidByTransformation(text = ''): { line: number; column: number; message: string } | undefined {
  const said = /^\[PARSE_ERROR\] (.+)\n.*:(\d+):(\d+) \]$/m.exec(stripVTControlCharacters(text));
  if (said === null) return undefined;
  const [, message = '', line, column] = said;
  return { line: Number(line), column: Number(column), message };
}

/** It stands between a test and its matcher. */
function isSetup(file: string): boolean {
  return slashed(file).endsWith('/coach/run/worker-setup.ts');
}

/** Vitest names the file in a field of its own, for errors that no promise of ours told of. */
function fileDuring({ file, VITEST_TEST_PATH }: SerializedError, places: Places): string | undefined {
  const path = textOf(file) ?? textOf(VITEST_TEST_PATH);
  return path === undefined || path === '' ? undefined : pathFrom(places.clientFolder, path);
}

/**
 * Which of the frames in the learner's folder, in order, were waiting for a promise when the error came: Vitest's
 * parser forgets it. An error out of `await client(url)` has such a frame first, an error in the test's own lines not.
 */
function waitedIn(stack: string, places: Places): boolean[] {
  return stackFrames(stack)
    .filter(({ file }) => isOurs(placeOf(file, places)))
    .map(({ isAsync }) => isAsync);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function causeOf(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null || !('message' in cause)) return textOf(cause);
  const name = 'name' in cause ? String(cause.name) : 'Error';
  return `${name}: ${String(cause.message)}`;
}

/** Index only passes on: another file may have what it lacks. */
function exporterOf(name: string, { clientFolder, factsOf }: Places): string | undefined {
  return filesBelow(clientFolder, 'src').find(
    (file) =>
      file !== 'src/index.ts' &&
      /\.[cm]?[jt]s$/.test(file) &&
      factsOf(slashed(join(clientFolder, file))).exports(name),
  );
}

/** The deepest cause that was thrown in the learner's source. A cause may name itself. */
function rootOf(cause: unknown, places: Places, depth = 0): ErrorRecord['root'] {
  if (typeof cause !== 'object' || cause === null || depth === 10) return undefined;
  const deeper = 'cause' in cause ? rootOf(cause.cause, places, depth + 1) : undefined;
  if (deeper !== undefined) return deeper;
  const stack = 'stack' in cause ? textOf(cause.stack) : undefined;
  const at = stackFrames(stack ?? '').find(({ file }) => isOurs(placeOf(file, places)));
  if (at === undefined || placeOf(at.file, places) !== 'client') return undefined;
  const { line, column, method } = at;
  return {
    frame: {
      file: pathFrom(places.clientFolder, at.file),
      line,
      column,
      function: method,
      place: 'client',
    },
    says: causeOf(cause) ?? 'an error',
  };
}

function placeOf(file: string, { clientFolder, workbook }: Places): Frame['place'] {
  const path = pathFrom(clientFolder, file);
  if (path.startsWith('src/')) return 'client';
  if (path.startsWith('throwaway/') || path.startsWith('lasting/')) return 'test';
  return pathFrom(workbook, file).startsWith('katas/world/') ? 'world' : 'outside';
}

function isOurs(place: Frame['place']): boolean {
  return place === 'client' || place === 'test';
}

/** The name that the engine could not call. Only its sentence holds it. */
function uncallable(message = ''): string | undefined {
  return /^(\w+) is not a (?:function|constructor)$/.exec(message)?.[1];
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
