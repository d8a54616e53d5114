import { expect, test } from 'vitest';
import { runnerForTests, states, testOf } from '../test-support/runner-for-tests.ts';

// What takes many runs, or another process, and rarely breaks.
const { runner, write } = runnerForTests();

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
