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

const one = { file: 'throwaway/a.test.ts', name: 'says a' };
const other = { file: 'throwaway/a.test.ts', name: 'says b' };

test('names the wrong clients that fail each test', () => {
  const tests = [
    { ...one, refuses: [], fails: ['b'] },
    { ...other, refuses: [], fails: [] },
  ];
  expect(sayWhatFailed(judged({ tests }), [one, other], bugs)).toBe(
    [
      `"says a" can fail: it is red with 1 of ${bugs.length} wrong clients: nothing is awaited.`,
      'No wrong client of this kata fails "says b". Break your own code for one save: if it stays green, it checks nothing.',
      'Your own files were not touched.',
    ].join('\n'),
  );
});

test('says why a test cannot be tried, also where its whole file cannot', () => {
  const ofTest = [{ ...one, test: one.name, why: 'only your client passes it' }];
  expect(sayWhatFailed(judged({ notJudged: ofTest }), [one], bugs)).toContain(
    '"says a" cannot be tried: only your client passes it.',
  );
  const ofFile = [{ file: one.file, test: undefined, why: 'no test in it was executed' }];
  expect(sayWhatFailed(judged({ notJudged: ofFile }), [one], bugs)).toContain(
    '"says a" cannot be tried: no test in it was executed.',
  );
});

test('tells first of the wrong client that the step is about, be it caught or not', () => {
  const about = [...bugs, { id: 'c', says: 'a redirect counts as up', step: 'up' }];
  const said = (...fails: string[]) =>
    sayWhatFailed(judged({ tests: [{ ...one, refuses: [], fails }] }), [{ ...one, step: 'up' }], about).split(
      '\n',
    )[0];

  expect(said('a', 'c')).toBe(
    '"says a" can fail: it is red with 2 of 3 wrong clients, among them the one that this step is about: a redirect counts as up.',
  );
  expect(said('a')).toBe(
    '"says a" can fail: it is red with 1 of 3 wrong clients: a 503 counts as up. It stays green with the one that this step is about: a redirect counts as up.',
  );
  expect(said()).toContain(
    'No wrong client of this kata fails "says a". It stays green with the one that this step is about: a redirect counts as up.',
  );
});
