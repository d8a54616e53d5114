import { describe, expect, test } from 'vitest';
import type { ErrorRecord, RunRecord } from '../run/record.ts';
import { lightOf } from './light-of.ts';
import {
  aFile,
  anAssertion,
  anError,
  aRun,
  aTest,
  awaitedInTest,
  failing,
  inClient,
  inTest,
  inWorld,
  outside,
  unhandled,
} from './test-records.ts';

const missingExport = anError({
  name: 'TypeError',
  message: 'createClient is not a function',
  importedFrom: 'my-client',
});

describe('the light of one failed test', () => {
  test.for<[title: string, error: ErrorRecord, light: string, kind: string]>([
    ['an assertion that said no', anAssertion(), 'red', 'assertion'],
    [
      'fewer assertions than promised',
      anError({ message: 'expected number of assertions to be 2, but got 1' }),
      'red',
      'assertion',
    ],
    [
      'an assertion in afterEach judged a test that ran',
      anAssertion({ hook: 'afterEach' }),
      'red',
      'assertion',
    ],
    ['an assertion in beforeEach came before the test', anAssertion({ hook: 'beforeEach' }), 'amber', 'hook'],
    ['a failing beforeEach', anError({ hook: 'beforeEach' }), 'amber', 'hook'],
    ['a time-out of a hook', anError({ isTimeout: true, hook: 'beforeEach' }), 'amber', 'hook'],
    ['a time-out', anError({ message: 'Test timed out in 2000ms.', isTimeout: true }), 'red', 'timeout'],
    ['an error thrown in the client', anError({ frames: [inClient, inTest] }), 'red', 'error'],
    [
      'a wrong name inside the client',
      anError({ name: 'ReferenceError', message: 'x is not defined', frames: [inClient] }),
      'amber',
      'missing-name',
    ],
    [
      'an error from below, through the client',
      anError({ frames: [outside, inClient, awaitedInTest] }),
      'red',
      'error',
    ],
    [
      'an error from below, out of what the test awaited',
      anError({ frames: [outside, awaitedInTest] }),
      'red',
      'error',
    ],
    ['an error without any frame', anError({ frames: [] }), 'red', 'error'],
    ["an error in the test's own lines", anError({ frames: [inTest] }), 'amber', 'test-error'],
    [
      "an error from below, out of the test's own lines",
      anError({ frames: [outside, inTest] }),
      'amber',
      'test-error',
    ],
    ['a world used in a wrong way', anError({ frames: [inWorld, inTest] }), 'amber', 'test-error'],
    ['a missing export', missingExport, 'amber', 'missing-name'],
    [
      'an error of the world, through the client',
      anError({ frames: [inWorld, inClient, awaitedInTest] }),
      'red',
      'error',
    ],
    [
      'an error out of what a helper of the test awaited',
      anError({ frames: [outside, { ...inTest, function: 'async ask' }] }),
      'red',
      'error',
    ],
    [
      'a hook of unknown name',
      anError({ message: 'Hook timed out in 2000ms.', isTimeout: true }),
      'amber',
      'hook',
    ],
    ['a file that Vite cannot read', anError({ name: 'RolldownError' }), 'amber', 'syntax'],
    [
      'a local that holds no function',
      anError({ name: 'TypeError', message: 'client is not a function' }),
      'amber',
      'test-error',
    ],
    [
      'a missing method',
      anError({ name: 'TypeError', message: 'client.with is not a function' }),
      'amber',
      'missing-name',
    ],
    [
      'a test marked with fails that passed',
      anError({ message: 'Expect test to fail', frames: [] }),
      'red',
      'assertion',
    ],
    [
      'a missing import',
      anError({ name: 'ReferenceError', message: 'isUp is not defined' }),
      'amber',
      'missing-name',
    ],
    [
      'a request nobody expected, even out of the client',
      anError({ name: 'UnexpectedRequestError', frames: [inClient] }),
      'amber',
      'unexpected-request',
    ],
    [
      'process.exit in the client',
      anError({ message: 'process.exit unexpectedly called with "0"', frames: [inClient] }),
      'amber',
      'exited',
    ],
  ])('%s', ([, error, light, kind]) => {
    const verdict = lightOf(aRun([failing(error)]));
    expect(verdict.light).toBe(light);
    expect(verdict.failures).toMatchObject([{ light, kind, test: 'fails' }]);
  });
});

describe('the light of a file that did not load', () => {
  test.for<[title: string, error: ErrorRecord, kind: string]>([
    ['a syntax error', anError({ name: 'SyntaxError', message: 'Unexpected token' }), 'syntax'],
    [
      'an import of nothing',
      anError({ message: 'Cannot find "./up.ts" from src/index.ts: there is no such file.' }),
      'import',
    ],
    [
      'a circular import',
      anError({ name: 'ReferenceError', message: "Cannot access 'limit' before initialization" }),
      'import',
    ],
    ['a missing export', missingExport, 'missing-name'],
    [
      'a function of a module that is not loaded yet',
      anError({
        name: 'TypeError',
        message: 'scheme is not a function',
        importedFrom: './index.ts',
        frames: [inClient],
      }),
      'missing-name',
    ],
    ['a throw at top level', anError(), 'top-level'],
    ['a failing beforeAll', anError({ hook: 'beforeAll' }), 'hook'],
  ])('%s', ([, error, kind]) => {
    const verdict = lightOf(aRun([], { files: [aFile({ errors: [error] })] }));
    expect(verdict).toMatchObject({
      light: 'amber',
      failures: [{ kind, test: undefined, file: 'throwaway/up.test.ts' }],
    });
  });
});

describe('nothing ran', () => {
  test('without files', () => {
    expect(lightOf(aRun([]))).toMatchObject({ light: 'nothing', executed: 0, focus: undefined });
  });

  test('with only skipped tests, and says so', () => {
    expect(lightOf(aRun([aTest({ state: 'skipped' })]))).toMatchObject({
      light: 'nothing',
      skipped: 1,
      focus: '1 of 1 tests skipped, by .only or .skip in throwaway/up.test.ts',
    });
  });

  test('with an empty file, and names it', () => {
    expect(lightOf(aRun([], { files: [aFile({ empty: true })] }))).toMatchObject({
      light: 'nothing',
      failures: [],
      focus: 'no test in throwaway/up.test.ts',
    });
  });

  test('with a describe without tests, which Vitest calls an error', () => {
    const errors = [anError({ message: 'No test found in suite isUp' })];
    expect(lightOf(aRun([], { files: [aFile({ errors })] }))).toMatchObject({
      light: 'nothing',
      failures: [],
      focus: 'no test in throwaway/up.test.ts',
    });
  });

  test('with only todos, which leave nothing out', () => {
    expect(lightOf(aRun([aTest({ state: 'todo' })]))).toMatchObject({
      light: 'nothing',
      skipped: 0,
      focus: undefined,
    });
  });
});

test('green names how many tests were left out', () => {
  const skipped = Array.from({ length: 8 }, (_, index) => aTest({ name: `${index}`, state: 'skipped' }));
  expect(lightOf(aRun([aTest(), ...skipped]))).toMatchObject({
    light: 'green',
    executed: 1,
    passed: 1,
    skipped: 8,
    focus: '8 of 9 tests skipped, by .only or .skip in throwaway/up.test.ts',
  });
});

test('a test that failed without saying why is red', () => {
  expect(lightOf(aRun([failing()]))).toMatchObject({ light: 'red', failures: [{ kind: 'error' }] });
});

test('a todo does not count among the tests that could have been executed', () => {
  const tests = [aTest(), aTest({ state: 'skipped' }), aTest({ state: 'todo' })];
  expect(lightOf(aRun(tests)).focus).toBe('1 of 2 tests skipped, by .only or .skip in throwaway/up.test.ts');
});

test('a todo beside a green test leaves nothing out', () => {
  expect(lightOf(aRun([aTest(), aTest({ state: 'todo' })]))).toMatchObject({
    light: 'green',
    focus: undefined,
  });
});

describe('several things wrong at once', () => {
  const red = failing(anAssertion());
  const unexpected = anError({ name: 'UnexpectedRequestError', message: 'GET https://x.test/' });
  const wrongTest = aTest({ name: 'wrong', state: 'failed', errors: [anError()] });

  test('amber outranks red, and comes first', () => {
    const { light, failures } = lightOf(aRun([red, wrongTest]));
    expect([light, ...failures.map(({ kind }) => kind)]).toEqual(['amber', 'test-error', 'assertion']);
  });

  test('a file that did not load outranks a red beside it', () => {
    const files = [
      aFile(),
      aFile({ file: 'throwaway/b.test.ts', errors: [anError({ name: 'SyntaxError' })] }),
    ];
    expect(lightOf(aRun([red], { files })).light).toBe('amber');
  });

  test('red outranks a rejection it left behind', () => {
    const { light, failures } = lightOf(aRun([red], { unhandled: [unhandled(anError())] }));
    expect([light, ...failures.map(({ kind }) => kind)]).toEqual(['red', 'assertion', 'unhandled']);
  });

  test('red outranks an afterAll that failed after it', () => {
    const files = [aFile({ errors: [anError({ hook: 'afterAll' })] })];
    expect(lightOf(aRun([red], { files })).light).toBe('red');
  });

  test('a rejection nobody handled spoils a green', () => {
    const verdict = lightOf(
      aRun([aTest()], { unhandled: [unhandled(anError({ frames: [inClient, inTest] }))] }),
    );
    expect(verdict).toMatchObject({
      light: 'amber',
      failures: [
        { kind: 'unhandled', file: 'throwaway/up.test.ts', where: { file: 'src/index.ts', line: 3 } },
      ],
    });
  });

  test('in one test, the refused request explains the assertion', () => {
    expect(lightOf(aRun([failing(anAssertion(), unexpected)])).failures).toMatchObject([
      { light: 'amber', kind: 'unexpected-request' },
    ]);
  });

  test('in one test, the assertion comes before the hook that failed after it', () => {
    expect(lightOf(aRun([failing(anAssertion(), anError({ hook: 'afterEach' }))])).light).toBe('red');
  });

  test('in one test, several soft assertions are one failure', () => {
    expect(lightOf(aRun([failing(anAssertion(), anAssertion({ actual: 'false' }))])).failures).toHaveLength(
      1,
    );
  });

  test('a run that was stopped is amber, whatever else it holds', () => {
    const killed = { file: 'throwaway/up.test.ts', test: 'spins' };
    expect(lightOf(aRun([red], { killed }))).toMatchObject({
      light: 'amber',
      failures: [{ kind: 'never-ended', test: 'spins' }, { kind: 'assertion' }],
    });
  });
});

describe('an assertion nobody waits for', () => {
  const forgotten = (test: string | undefined) => ({ line: 6, column: 3, text: 'expect(x).rejects', test });
  const runWith = (
    name: string | undefined,
    parts: Partial<RunRecord> = {},
    state: 'passed' | 'skipped' = 'passed',
  ) =>
    aRun([aTest({ name: 'rejects', state })], {
      files: [aFile({ forgottenAwaits: [forgotten(name)] })],
      ...parts,
    });

  test('is amber although its test passed', () => {
    expect(lightOf(runWith('rejects'))).toMatchObject({
      light: 'amber',
      failures: [{ kind: 'forgotten-await', test: 'rejects', where: { line: 6, column: 3 } }],
    });
  });

  test('is amber in a helper, too', () => {
    expect(lightOf(runWith(undefined)).failures).toMatchObject([
      { kind: 'forgotten-await', test: undefined },
    ]);
  });

  test('is none of today where its test was skipped', () => {
    expect(lightOf(runWith('rejects', {}, 'skipped')).light).toBe('nothing');
  });

  test('explains the assertion that failed unhandled', () => {
    expect(lightOf(runWith('rejects', { unhandled: [unhandled(anAssertion())] })).failures).toHaveLength(1);
  });

  test('takes the place of what its test failed with', () => {
    const files = [aFile({ forgottenAwaits: [forgotten('fails')] })];
    expect(lightOf(aRun([failing(anAssertion())], { files })).failures).toMatchObject([
      { kind: 'forgotten-await', test: 'fails' },
    ]);
  });
});

/** An object as Vitest prints it, too long to be shown whole. */
function long(...lines: string[]): string {
  return [
    '{',
    `  "url": "https://orders.example.test/v1/${'7'.repeat(40)}",`,
    ...lines.map((line) => `  ${line},`),
    '}',
  ].join('\n');
}

describe('in words for a learner', () => {
  test.for<[message: string, error: ErrorRecord]>([
    ['expected true, got undefined', anAssertion()],
    [
      'expected 2 to be greater than 3',
      anAssertion({
        matcher: 'toBeGreaterThan',
        message: 'expected 2 to be greater than 3',
        expected: '3',
        actual: '2',
      }),
    ],
    [
      'expected 5 not to be 5',
      anAssertion({ message: 'expected 5 not to be 5 // Object.is equality', expected: '5', actual: '5' }),
    ],
    [
      'expected "status": 200, got "status": 503',
      anAssertion({
        matcher: 'toEqual',
        expected: '{\n  "ok": true,\n  "status": 200,\n}',
        actual: '{\n  "ok": true,\n  "status": 503,\n}',
      }),
    ],
    [
      'expected { "x-team": "blue" }, got {}',
      anAssertion({ matcher: 'toEqual', expected: '{\n  "x-team": "blue",\n}', actual: '{}' }),
    ],
    [
      'expected { "a": 1, "b": 2 }, got { "b": 2 }',
      anAssertion({ matcher: 'toEqual', expected: '{\n  "a": 1,\n  "b": 2,\n}', actual: '{\n  "b": 2,\n}' }),
    ],
    [
      'expected "status": 200, got "status": 503',
      anAssertion({
        matcher: 'toMatchObject',
        expected: long('"status": 200'),
        actual: long('"status": 503'),
      }),
    ],
    [
      'expected "code": "network", got TypeError { "message": "fetch failed" … }',
      anAssertion({
        matcher: 'toMatchObject',
        expected: '{\n  "code": "network",\n}',
        actual: `TypeError {\n  "message": "fetch failed",\n  "cause": ${long('  "code": "ECONNRESET"')},\n}`,
      }),
    ],
    [
      'expected "circuit-open" at place 2, got 302 at place 2',
      anAssertion({
        matcher: 'toEqual',
        expected: '[\n  503,\n  "circuit-open",\n]',
        actual: '[\n  503,\n  302,\n]',
      }),
    ],
    [
      'expected no more, got 3 at place 2',
      anAssertion({ matcher: 'toEqual', expected: '[\n  1,\n]', actual: '[\n  1,\n  3,\n]' }),
    ],
    [
      'expected "code": "circuit-open", got Response { … }',
      anAssertion({
        matcher: 'toMatchObject',
        expected: '{\n  "code": "circuit-open",\n}',
        actual: `Response {\n  ${'"a": 1,\n  '.repeat(30)}\n}`,
      }),
    ],
    [
      'expected "x-team": "blue", got nothing like it',
      anAssertion({ matcher: 'toEqual', expected: long('"x-team": "blue"'), actual: long('"y": 1') }),
    ],
    [
      'got "x-team": "blue", which was not expected',
      anAssertion({ matcher: 'toEqual', expected: long(), actual: long('"x-team": "blue"') }),
    ],
    [
      'expected true, got undefined',
      anAssertion({
        matcher: undefined,
        message: 'Expected values to be strictly equal:\n\nundefined !== true\n',
      }),
    ],
    [
      'Expected values to be strictly equal: undefined !== true',
      anAssertion({
        matcher: undefined,
        actual: undefined,
        message: 'Expected values to be strictly equal:\n\nundefined !== true\n',
      }),
    ],
    [
      'Expected values to be strictly equal',
      anAssertion({
        matcher: undefined,
        actual: undefined,
        message: 'Expected values to be strictly equal:\n+ actual - expected\n\n+ undefined\n- true\n',
      }),
    ],
    [
      'The test is marked with .fails, and it passed: take the mark away.',
      anError({ message: 'Expect test to fail', frames: [] }),
    ],
    ['Out of your client came Error: boom', anError({ frames: [outside, awaitedInTest] })],
    [
      'Client is not a constructor: my-client/src/index.ts exports no class Client.',
      anError({ name: 'TypeError', message: 'Client is not a constructor', importedFrom: 'my-client' }),
    ],
    [
      'There is no package left-pad here: is its name right?',
      anError({ message: "Cannot find package 'left-pad' imported from /home/me/src/index.ts" }),
    ],
    [
      'beforeEach threw AssertionError: expected false to be true',
      anAssertion({ hook: 'beforeEach', message: 'expected false to be true // Object.is equality' }),
    ],
    [
      'expected { "ok": true }, got undefined',
      anAssertion({ matcher: 'toEqual', expected: '{\n  "ok": true,\n}', actual: 'undefined' }),
    ],
    [`expected ${'x'.repeat(79)}…, got y`, anAssertion({ expected: 'x'.repeat(81), actual: 'y' })],
    [
      'scheme is not a function: ./index.ts exports no function scheme, or not yet because two modules import each other.',
      anError({ name: 'TypeError', message: 'scheme is not a function', importedFrom: './index.ts' }),
    ],
    ['expected an empty text, got up', anAssertion({ expected: '', actual: 'up' })],
    [
      'Your client threw TypeError: fetch failed (Error: connect ECONNREFUSED)',
      anError({
        name: 'TypeError',
        message: 'fetch failed',
        cause: 'Error: connect ECONNREFUSED',
        frames: [inClient],
      }),
    ],
    [
      'Still waiting after 2000 ms: something your client returned never settled.',
      anError({ message: 'Test timed out in 2000ms.\nIf this is a long-running test', isTimeout: true }),
    ],
    [
      'createClient is not a function: my-client/src/index.ts exports no function createClient.',
      missingExport,
    ],
    [
      'createClient is not a function: src/client.ts exports createClient; my-client/src/index.ts does not pass it on.',
      { ...missingExport, exportedBy: 'src/client.ts' },
    ],
    [
      'client.with is not a function: client has no with to call.',
      anError({ name: 'TypeError', message: 'client.with is not a function' }),
    ],
    [
      'isUp is not defined: import it, or check its spelling.',
      anError({ name: 'ReferenceError', message: 'isUp is not defined' }),
    ],
    ['beforeEach threw Error: no database', anError({ message: 'no database', hook: 'beforeEach' })],
    [
      'beforeEach did not end within 2000 ms',
      anError({ message: 'Hook timed out in 2000ms.', isTimeout: true, hook: 'beforeEach' }),
    ],
    [
      'Cannot find "./up" from src/index.ts: there is no such file. The path has no ending: write "./up.ts".',
      anError({ message: 'Cannot find "./up" from src/index.ts: there is no such file.' }),
    ],
    [
      'Cannot find "./up" from src/index.ts: write the ending, "./up.ts".',
      anError({ message: 'Cannot find "./up" from src/index.ts: write the ending, "./up.ts".' }),
    ],
  ])('%s', ([message, error]) => {
    expect(lightOf(aRun([failing(error)])).failures[0]?.message).toBe(message);
  });
});

test("where: the client's own line, if it came through one", () => {
  const error = anError({ frames: [outside, inClient, inTest] });
  expect(lightOf(aRun([failing(error)])).failures[0]?.where).toEqual({
    file: 'src/index.ts',
    line: 3,
    column: 7,
  });
});
