import { expect, test } from 'vitest';
import { whatToTake } from './what-to-take.ts';

const before = new Map([
  ['src/index.ts', 'index 2\n'],
  ['src/error.ts', 'error 2\n'],
  ['src/send.ts', "import { E } from './error.ts';\n"],
  ['lasting/a.test.ts', 'lasting 2\n'],
]);
const given = new Map([
  ['src/index.ts', ['stub\n', 'index 1\n', 'index 2\n']],
  ['src/error.ts', ['error 1\n', 'error 2\n']],
  ['lasting/a.test.ts', ['lasting 1\n']],
]);

function take(mine: Record<string, string>, skipped = ['src/index.ts', 'src/error.ts', 'src/send.ts']) {
  const { taken, replaced } = whatToTake({
    mine: new Map(Object.entries(mine)),
    before,
    given,
    skipped: new Set(skipped),
  });
  return { taken: [...taken.keys()], replaced };
}

test('where nothing in src/ is the learner’s, the solution comes whole', () => {
  expect(take({ 'src/index.ts': 'stub\n' })).toEqual({
    taken: [...before.keys()],
    replaced: ['src/index.ts'],
  });
});

test('a lasting test of the learner’s stays, whatever is in src/', () => {
  expect(take({ 'lasting/a.test.ts': 'mine\n' }).taken).not.toContain('lasting/a.test.ts');
  expect(take({ 'lasting/a.test.ts': 'lasting 1\n' }).replaced).toEqual(['lasting/a.test.ts']);
});

test('beside the learner’s own code no file is replaced, not even one that is not', () => {
  expect(take({ 'src/index.ts': 'mine\n', 'src/error.ts': 'error 1\n' })).toEqual({
    taken: ['src/send.ts'],
    replaced: [],
  });
});

test('beside the learner’s own code a file of a skipped kata brings what it imports, and no test', () => {
  expect(take({ 'src/index.ts': 'mine\n' }, ['src/index.ts', 'src/send.ts']).taken).toEqual([
    'src/error.ts',
    'src/send.ts',
  ]);
});

test('a file of the learner’s beside the stub makes src/ theirs', () => {
  expect(take({ 'src/index.ts': 'stub\n', 'src/mine.ts': 'mine\n' }).replaced).toEqual([]);
});
