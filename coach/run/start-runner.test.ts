import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import type { RunRecord } from './record.ts';
import { type Runner, startRunner } from './start-runner.ts';

const client = temporaryFolder(afterAll);
let runner: Runner;

beforeAll(async () => {
  runner = startRunner({ clientFolder: client, testTimeoutMs: 500 });
});

afterAll(() => runner.close());

beforeEach(() => {
  for (const folder of ['src', 'throwaway']) rmSync(join(client, folder), { recursive: true, force: true });
  write('src/index.ts', 'export const answer = () => 41;');
  write('throwaway/answer.test.ts', testOf('answers', 'expect(answer()).toBe(42)'));
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(client, file)), { recursive: true });
  writeFileSync(join(client, file), text);
}

function testOf(title: string, body: string): string {
  return `import { expect, test } from 'vitest';\nimport { answer } from 'my-client';\ntest('${title}', async () => {\n  ${body};\n});\n`;
}

function states(record: RunRecord): string[] {
  return record.tests.map(({ name, state }) => `${name}: ${state}`);
}

test('says what failed, where, and by which matcher', async () => {
  const record = await runner.run(['throwaway/answer.test.ts']);

  expect(record.tests[0]).toMatchObject({
    file: 'throwaway/answer.test.ts',
    name: 'answers',
    state: 'failed',
    line: 3,
  });
  expect(record.tests[0]?.errors[0]).toMatchObject({
    isAssertion: true,
    matcher: 'toBe',
    expected: '42',
    actual: '41',
  });
  expect(record.tests[0]?.errors[0]?.frames[0]).toMatchObject({ place: 'test', line: 4 });
});

test('runs the newest content, also of files that did not exist before', async () => {
  await runner.run(['throwaway/answer.test.ts']);
  write('src/answer.ts', 'export const answer = () => 42;');
  write('src/index.ts', "export { answer } from './answer.ts';");
  write('throwaway/later.test.ts', testOf('later', 'expect(answer()).toBe(42)'));

  const record = await runner.run(['throwaway/answer.test.ts', 'throwaway/later.test.ts']);

  expect(states(record)).toEqual(['answers: passed', 'later: passed']);
});

test('gives every test file a client of its own', async () => {
  write('src/index.ts', 'let calls = 0;\nexport const answer = () => ++calls;');
  write('throwaway/answer.test.ts', testOf('first', 'expect(answer()).toBe(1)'));
  write('throwaway/later.test.ts', testOf('second', 'expect(answer()).toBe(1)'));

  const record = await runner.run(['throwaway/answer.test.ts', 'throwaway/later.test.ts']);

  expect(states(record)).toEqual(['first: passed', 'second: passed']);
});

test('a path that ends in .js means the .ts file; a path without an ending is named', async () => {
  write('src/answer.ts', 'export const answer = () => 42;');
  write('src/index.ts', "export { answer } from './answer.js';");
  expect(states(await runner.run(['throwaway/answer.test.ts']))).toEqual(['answers: passed']);

  write('src/index.ts', "export { answer } from './answer';");
  const record = await runner.run(['throwaway/answer.test.ts']);
  expect(record.files[0]?.errors[0]?.message).toBe(
    'Cannot find "./answer" from src/index.ts: write the ending, "./answer.ts".',
  );
});

test('a path in other letters than the name of its file is named, as a system that tells them apart would', async () => {
  write('src/answer.ts', 'export const answer = () => 42;');
  write('src/index.ts', "export { answer } from './Answer.ts';");
  const record = await runner.run(['throwaway/answer.test.ts']);
  expect(record.files[0]?.errors[0]?.message).toBe(
    'Cannot find "./Answer.ts" from src/index.ts: write it as the file is named, "./answer.ts".',
  );
});

test('lines that end as on Windows change nothing of what is told', async () => {
  const files = ['wrong', 'forgotten', 'thrown', 'unreadable'].map((name) => `throwaway/${name}.test.ts`);
  const texts = new Map([
    ['src/index.ts', 'export const answer = () => {\n  return `4\n1`;\n};\n'],
    ['throwaway/wrong.test.ts', testOf('wrong', 'expect(answer()).toBe(`4\n2`)')],
    ['throwaway/forgotten.test.ts', testOf('forgotten', 'expect(Promise.reject(1)).rejects.toBe(1)')],
    ['throwaway/thrown.test.ts', testOf('thrown', 'await Promise.resolve();\n  throw new Error(answer())')],
    ['throwaway/unreadable.test.ts', testOf('unreadable', 'expect(answer(').replace('});', '')],
  ]);
  const told = async (ends: string) => {
    for (const [file, text] of texts) write(file, text.replaceAll('\n', ends));
    const { durationMs, tests, ...record } = await runner.run(files);
    return { ...record, tests: tests.map((test) => ({ ...test, durationMs: 0 })) };
  };

  const plain = await told('\n');
  expect(plain.tests.map(({ state }) => state)).toEqual(['failed', 'passed', 'failed']);
  expect(plain.files.map(({ errors }) => errors.length)).toEqual([0, 0, 0, 1]);
  expect(await told('\r\n')).toEqual(plain);
});

test('a rejection that nobody handles is told; one that is handled a little later is not', async () => {
  write('src/index.ts', 'export const answer = () => Promise.reject(new Error("lost"));');
  const wait = 'await new Promise((done) => setImmediate(done))';
  write(
    'throwaway/answer.test.ts',
    testOf('keeps it', `const kept = answer(); ${wait}; await expect(kept).rejects.toThrow()`),
  );
  expect((await runner.run(['throwaway/answer.test.ts'])).unhandled).toEqual([]);

  write('throwaway/answer.test.ts', testOf('drops it', `void answer(); ${wait}`));
  const record = await runner.run(['throwaway/answer.test.ts']);
  expect(record.unhandled).toMatchObject([
    { message: 'lost', frames: [{ place: 'client' }, { place: 'test' }] },
  ]);
});

test('a rejection that comes just after the end of its test is told in the same run', async () => {
  write(
    'src/index.ts',
    'export const answer = () => void setImmediate(() => setImmediate(() => Promise.reject(new Error("late"))));',
  );
  write('throwaway/answer.test.ts', testOf('leaves', 'answer()'));
  const record = await runner.run(['throwaway/answer.test.ts']);
  expect(record.unhandled).toMatchObject([{ message: 'late' }]);

  write('src/index.ts', 'export const answer = () => 41;');
  expect((await runner.run(['throwaway/answer.test.ts'])).unhandled).toEqual([]);
});

test('a file that was deleted is gone', async () => {
  await runner.run(['throwaway/answer.test.ts']);
  rmSync(join(client, 'src/index.ts'));

  const record = await runner.run(['throwaway/answer.test.ts']);

  expect(record.files[0]?.errors[0]?.message).toBe('Cannot find "my-client": there is no src/index.ts.');
});

test('a frame tells whether its function waited or threw', async () => {
  write('throwaway/answer.test.ts', testOf('waits', 'await new Response("no").json()'));
  const waiting = await runner.run(['throwaway/answer.test.ts']);
  expect(waiting.tests[0]?.errors[0]?.frames).toMatchObject([{ place: 'test', function: 'async' }]);

  write('throwaway/answer.test.ts', testOf('throws', 'JSON.parse("no")'));
  const throwing = await runner.run(['throwaway/answer.test.ts']);
  expect(throwing.tests[0]?.errors[0]?.frames).toMatchObject([{ place: 'test', function: '' }]);
});

test('a name that cannot be called is told with what it is imported from', async () => {
  write('src/index.ts', 'export const question = () => 41;');
  const missing = await runner.run(['throwaway/answer.test.ts']);
  expect(missing.tests[0]?.errors[0]).toMatchObject({
    message: 'answer is not a function',
    importedFrom: 'my-client',
  });

  write('throwaway/answer.test.ts', testOf('calls a local', 'const local: any = 1; local()'));
  const local = await runner.run(['throwaway/answer.test.ts']);
  expect(local.tests[0]?.errors[0]?.message).toBe('local is not a function');
  expect(local.tests[0]?.errors[0]?.importedFrom).toBeUndefined();
});

test('a name that another file exports, and index does not pass on, is told with that file', async () => {
  write('src/index.ts', 'export const question = () => 41;');
  write('src/deep.ts', 'const answer = () => 41;\nexport { answer };');
  const missing = await runner.run(['throwaway/answer.test.ts']);
  rmSync(join(client, 'src/deep.ts'));
  expect(missing.tests[0]?.errors[0]?.exportedBy).toBe('src/deep.ts');
});

test('a slip inside the client that an assertion only compares is told with its own line', async () => {
  write(
    'src/index.ts',
    `const broken = JSON.parse('{}');\nexport async function answer() {\n  broken.never();\n}`,
  );
  const caught = 'expect(await answer().catch((error: unknown) => error)).toBe(42)';
  write('throwaway/answer.test.ts', testOf('answers', caught));
  write(
    'throwaway/rejects.test.ts',
    testOf('rejects', 'await expect(answer()).rejects.toMatchObject({ code: 1 })'),
  );

  const record = await runner.run(['throwaway/answer.test.ts', 'throwaway/rejects.test.ts']);

  const frame = { file: 'src/index.ts', line: 3, place: 'client' };
  expect(record.tests.map(({ errors }) => errors[0]?.root?.frame)).toMatchObject([frame, frame]);
});

test('an exception that a catch turned into another error is told with its own line', async () => {
  write(
    'src/index.ts',
    `const broken = JSON.parse('{}');
export async function answer(): Promise<number> {
  try {
    return broken.never();
  } catch (cause) {
    throw new Error('no answer', { cause });
  }
}`,
  );
  write('throwaway/answer.test.ts', testOf('answers', 'await expect(answer()).resolves.toBe(41)'));
  const record = await runner.run(['throwaway/answer.test.ts']);
  expect(record.tests[0]?.errors[0]?.root).toMatchObject({
    frame: { file: 'src/index.ts', line: 4, place: 'client' },
    says: 'TypeError: broken.never is not a function',
  });
});

test('what only Vite finds wrong in a file is told with its place', async () => {
  write('src/index.ts', 'const limit = 1;\nconst limit = 2;\nexport const answer = () => limit;');

  const record = await runner.run(['throwaway/answer.test.ts']);

  expect(record.files[0]?.errors).toMatchObject([
    {
      name: 'SyntaxError',
      message: 'Identifier `limit` has already been declared',
      frames: [{ file: 'src/index.ts', line: 1, column: 7, place: 'client' }],
    },
  ]);
});

test('an assertion on a promise that nobody awaits is found in the source', async () => {
  write('throwaway/answer.test.ts', testOf('forgets', 'expect(Promise.resolve(answer())).resolves.toBe(41)'));

  const record = await runner.run(['throwaway/answer.test.ts']);

  expect(record.files[0]?.forgottenAwaits).toMatchObject([{ line: 4, column: 3, test: 'forgets' }]);
});

test('a test that spins is killed and named, and the next run is a run like any other', async () => {
  write('throwaway/answer.test.ts', testOf('spins', 'for (;;) answer()'));
  const stuck = await runner.run(['throwaway/answer.test.ts']);
  expect(stuck.killed).toEqual({ file: 'throwaway/answer.test.ts', test: 'spins' });

  write('throwaway/answer.test.ts', testOf('answers', 'expect(answer()).toBe(41)'));
  expect(states(await runner.run(['throwaway/answer.test.ts']))).toEqual(['answers: passed']);
});

test('a process that dies takes one run with it, not the coach', async () => {
  write('throwaway/answer.test.ts', testOf('dies', "process.kill(process.pid, 'SIGKILL')"));
  const dead = await runner.run(['throwaway/answer.test.ts']);
  expect(dead.killed).toMatchObject({ file: 'throwaway/answer.test.ts' });

  write('throwaway/answer.test.ts', testOf('answers', 'expect(answer()).toBe(41)'));
  expect(states(await runner.run(['throwaway/answer.test.ts']))).toEqual(['answers: passed']);
});

test('of a flood the light comes with its beginning, its end, and how much was left out', async () => {
  write(
    'throwaway/answer.test.ts',
    testOf('floods', 'for (let n = 0; n < 30_000; n++) console.log("line " + n)'),
  );
  const { output, tests } = await runner.run(['throwaway/answer.test.ts']);

  expect(tests).toHaveLength(1);
  expect(output).toMatch(/^floods:\nline 0\n[\s\S]*\n… \d+ lines left out …\n[\s\S]*line 29999\n$/);
  expect(output.length).toBeLessThan(13_000);
});

test('timers that a test leaves running, and an exit, end with their run', async () => {
  const leaks = 'for (let n = 0; n < 100; n++) setInterval(() => console.log("still here"), 1)';
  write('throwaway/answer.test.ts', testOf('leaks', `(await import("vitest")).vi.useRealTimers(); ${leaks}`));
  expect(states(await runner.run(['throwaway/answer.test.ts']))).toEqual(['leaks: passed']);

  write('throwaway/answer.test.ts', testOf('exits', 'process.exit(0)'));
  expect(states(await runner.run(['throwaway/answer.test.ts']))).toEqual(['exits: failed']);

  write('throwaway/answer.test.ts', testOf('answers', 'expect(answer()).toBe(41)'));
  const record = await runner.run(['throwaway/answer.test.ts']);
  expect(states(record)).toEqual(['answers: passed']);
  expect(record.output).toBe('');
});

test('a file that goes, or is saved by half, while tests run is told, and the next run is whole again', async () => {
  write('src/index.ts', 'export const answer = () => 41;');
  write('throwaway/answer.test.ts', testOf('answers', 'expect(answer()).toBe(41)'));
  const running = runner.run(['throwaway/answer.test.ts', 'throwaway/later.test.ts']);
  write('src/index.ts', 'export const answer = () =>');
  rmSync(join(client, 'throwaway/later.test.ts'), { force: true });
  await running;
  const half = await runner.run(['throwaway/answer.test.ts', 'throwaway/later.test.ts']);
  expect(half.files.map(({ file, errors }) => [file, errors.length])).toEqual([
    ['throwaway/answer.test.ts', 1],
    ['throwaway/later.test.ts', 1],
  ]);

  write('src/index.ts', 'export const answer = () => 41;');
  expect(states(await runner.run(['throwaway/answer.test.ts']))).toEqual(['answers: passed']);
});
