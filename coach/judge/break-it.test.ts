import { expect, test } from 'vitest';
import { sayWhatFailed } from './break-it.ts';
import type { Judgement } from './judgement.ts';

const bugs = [
  { id: 'a', says: 'a 503 counts as up' },
  { id: 'b', says: 'nothing is awaited' },
];

function judged(parts: Partial<Judgement>): Judgement {
  return {
    tests: [],
    otherWays: { accepted: [], refused: [] },
    bugs: { caught: [], escaped: [] },
    notJudged: [],
    durationMs: 1,
    ...parts,
  };
}

const row = { file: 'throwaway/a.test.ts', name: 'a', refuses: [] };

test('names the wrong client that fails the test', () => {
  expect(sayWhatFailed(judged({ tests: [{ ...row, fails: ['b'] }] }), bugs)).toContain(
    'with a client in which nothing is awaited, it is red',
  );
});

test('says so where none does, and what to try instead', () => {
  expect(sayWhatFailed(judged({ tests: [{ ...row, fails: [] }] }), bugs)).toMatch(/^No wrong client/);
});

test('says why a test cannot be tried', () => {
  const notJudged = [{ file: row.file, test: 'a', why: 'no test in it was executed' }];
  expect(sayWhatFailed(judged({ notJudged }), bugs)).toBe(
    'That cannot be tried: no test in it was executed.',
  );
});
