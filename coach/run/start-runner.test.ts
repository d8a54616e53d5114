import { expect, test } from 'vitest';
import { runnerForTests, states, testOf } from '../test-support/runner-for-tests.ts';

const { runner, write, remove } = runnerForTests();

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

test('a path in other letters than the name of its file, and one with a slip, are told with the name that is meant', async () => {
  write('src/answer.ts', 'export const answer = () => 42;');
  write('src/index.ts', "export { answer } from './Answer.ts';");
  write(
    'throwaway/slip.test.ts',
    testOf('slips', 'expect(answer()).toBe(42)').replace('my-client', '../src/anser.ts'),
  );
  const record = await runner.run(['throwaway/answer.test.ts', 'throwaway/slip.test.ts']);
  expect(record.files.map(({ errors }) => errors[0]?.message)).toEqual([
    'Cannot find "./Answer.ts" from src/index.ts: write it as the file is named, "./answer.ts".',
    'Cannot find "../src/anser.ts" from throwaway/slip.test.ts: there is no such file. Did you mean "../src/answer.ts"?',
  ]);
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
  remove('src/index.ts');

  const record = await runner.run(['throwaway/answer.test.ts']);

  expect(record.files[0]?.errors[0]?.message).toBe('Cannot find "my-client": there is no src/index.ts.');
});

test('a frame tells whether its function waited or threw', async () => {
  write('throwaway/answer.test.ts', testOf('waits', 'await new Response("no").json()'));
  write('throwaway/later.test.ts', testOf('throws', 'JSON.parse("no")'));
  const { tests } = await runner.run(['throwaway/answer.test.ts', 'throwaway/later.test.ts']);
  expect(tests.map(({ errors }) => errors[0]?.frames)).toMatchObject([
    [{ place: 'test', function: 'async' }],
    [{ place: 'test', function: '' }],
  ]);
});

test('a name that cannot be called is told with what it is imported from', async () => {
  write('src/index.ts', 'export const question = () => 41;');
  write('throwaway/later.test.ts', testOf('calls a local', 'const local: any = 1; local()'));
  const { tests } = await runner.run(['throwaway/answer.test.ts', 'throwaway/later.test.ts']);
  expect(tests[0]?.errors[0]).toMatchObject({
    message: 'answer is not a function',
    importedFrom: 'my-client',
  });
  expect(tests[1]?.errors[0]?.message).toBe('local is not a function');
  expect(tests[1]?.errors[0]?.importedFrom).toBeUndefined();
});

test('a name that another file exports, and index does not pass on, is told with that file', async () => {
  write('src/index.ts', 'export const question = () => 41;');
  write('src/deep.ts', 'const answer = () => 41;\nexport { answer };');
  const missing = await runner.run(['throwaway/answer.test.ts']);
  remove('src/deep.ts');
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

test('a file that goes, or is saved by half, while tests run is told, and the next run is whole again', async () => {
  write('src/index.ts', 'export const answer = () => 41;');
  write('throwaway/answer.test.ts', testOf('answers', 'expect(answer()).toBe(41)'));
  const running = runner.run(['throwaway/answer.test.ts', 'throwaway/later.test.ts']);
  write('src/index.ts', 'export const answer = () =>');
  remove('throwaway/later.test.ts');
  await running;
  const half = await runner.run(['throwaway/answer.test.ts', 'throwaway/later.test.ts']);
  expect(half.files.map(({ file, errors }) => [file, errors.length])).toEqual([
    ['throwaway/answer.test.ts', 1],
    ['throwaway/later.test.ts', 1],
  ]);

  write('src/index.ts', 'export const answer = () => 41;');
  expect(states(await runner.run(['throwaway/answer.test.ts']))).toEqual(['answers: passed']);
});
