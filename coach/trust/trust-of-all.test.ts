import { describe, expect, test } from 'vitest';
import type { State } from '../journal/replay.ts';
import { trustOfAll } from './trust-of-all.ts';

type Event = State['evidence'][number];
type Row = [file: string, name: string, outcome: 'passed' | 'red' | 'amber' | 'skipped', hash?: string];

const up = 'throwaway/up.test.ts';

function run(...rows: Row[]): Event {
  const isFailure = (outcome: string): outcome is 'red' | 'amber' => outcome === 'red' || outcome === 'amber';
  return {
    at: '2026-01-01T00:00:00Z',
    type: 'run',
    light: 'green',
    executed: 1,
    passed: 1,
    failed: 0,
    skipped: 0,
    ms: 1,
    source: 's',
    tests: rows.map(([file, name, outcome, hash = 'h1']) => ({
      file,
      name,
      state: isFailure(outcome) ? 'failed' : outcome,
      hash,
    })),
    failures: rows.flatMap(([file, test, light]) =>
      isFailure(light) ? [{ file, test, light, kind: 'k', message: '', fingerprint: 'f', gist: '' }] : [],
    ),
  };
}

function judged(parts: Partial<Extract<Event, { type: 'judged' }>>): Event {
  return {
    at: '2026-01-01T00:00:00Z',
    type: 'judged',
    tests: [],
    otherWays: { accepted: [], refused: [] },
    bugs: { caught: [], escaped: [] },
    notJudged: [],
    ...parts,
  };
}

const trusts = (...events: Event[]) => trustOfAll(events).map(({ trust }) => trust);

test('lists the tests of the last run', () => {
  const events = [run([up, 'a', 'red'], [up, 'b', 'passed']), run([up, 'a', 'passed'], [up, 'b', 'passed'])];
  expect(trustOfAll(events)).toEqual([
    { file: up, name: 'a', trust: 'seen red' },
    { file: up, name: 'b', trust: 'untrusted' },
  ]);
});

test('amber is not red', () => {
  expect(trusts(run([up, 'a', 'amber']), run([up, 'a', 'passed']))).toEqual(['untrusted']);
});

test('a test that passed while amber, for a forgotten await, was not green', () => {
  const forgotten = run([up, 'a', 'amber']);
  if (forgotten.type === 'run') for (const one of forgotten.tests) one.state = 'passed';
  expect(trusts(run([up, 'a', 'red']), forgotten)).toEqual(['untrusted']);
});

test('an edit resets', () => {
  expect(trusts(run([up, 'a', 'red']), run([up, 'a', 'passed']), run([up, 'a', 'passed', 'h2']))).toEqual([
    'untrusted',
  ]);
});

test('a rename keeps trust', () => {
  expect(trusts(run([up, 'a', 'red']), run([up, 'a', 'passed']), run([up, 'b', 'passed']))).toEqual([
    'seen red',
  ]);
});

test('a rename while red stays known as red', () => {
  expect(trusts(run([up, 'a', 'red']), run([up, 'b', 'passed']))).toEqual(['seen red']);
});

test('a copy under another name is no rename', () => {
  const seenRed = [run([up, 'a', 'red']), run([up, 'a', 'passed'])];
  expect(trusts(...seenRed, run([up, 'a', 'passed'], [up, 'b', 'passed']))).toEqual([
    'seen red',
    'untrusted',
  ]);
});

test('a file that does not load for a while takes nothing away', () => {
  expect(trusts(run([up, 'a', 'red']), run([up, 'a', 'passed']), run(), run([up, 'a', 'passed']))).toEqual([
    'seen red',
  ]);
});

test('a move to another file keeps trust', () => {
  const seenRed = [run([up, 'a', 'red']), run([up, 'a', 'passed'])];
  expect(trusts(...seenRed, run(['lasting/up.test.ts', 'a', 'passed']))).toEqual(['seen red']);
});

test('two tests of one wording in two files are two tests', () => {
  const other = 'throwaway/other.test.ts';
  const red = run([up, 'a', 'red'], [other, 'a', 'passed']);
  const green = run([up, 'a', 'passed'], [other, 'a', 'passed']);
  expect(trusts(red, green, green)).toEqual(['seen red', 'untrusted']);
});

describe('a judgement', () => {
  const passed = run([up, 'a', 'passed']);
  const row = { file: up, name: 'a', refuses: [], fails: ['bug'] };

  test('proves', () => {
    expect(trusts(passed, judged({ tests: [row] }))).toEqual(['proven']);
  });

  test('holds for the wording it judged', () => {
    expect(trusts(passed, judged({ tests: [row] }), run([up, 'a', 'passed', 'h2']))).toEqual(['untrusted']);
  });

  test('names a test it leaves out', () => {
    const notJudged = [{ file: up, test: 'a', why: '' }];
    expect(trusts(passed, judged({ notJudged }))).toEqual(['kept, not judged']);
  });

  test('names a file it leaves out', () => {
    const notJudged = [{ file: up, test: undefined, why: '' }];
    expect(trusts(run([up, 'a', 'passed'], [up, 'b', 'passed']), judged({ notJudged }))).toEqual([
      'kept, not judged',
      'kept, not judged',
    ]);
  });

  test('without its fields is passed over', () => {
    const torn = JSON.parse('{"type":"judged"}');
    expect(trusts(passed, torn, judged({ tests: [row] }))).toEqual(['proven']);
  });
});

test('a list that grew is read on from where it was', () => {
  const evidence = [run([up, 'a', 'red'])];
  expect(trustOfAll(evidence)).toMatchObject([{ trust: 'untrusted' }]);
  evidence.push(run([up, 'a', 'passed']));
  expect(trustOfAll(evidence)).toMatchObject([{ trust: 'seen red' }]);
  expect(trustOfAll(evidence)).toMatchObject([{ trust: 'seen red' }]);
});

test('the runs that were read before are not read again, so that a long journal does not slow each screen down', () => {
  let reads = 0;
  const counted = (event: Event): Event =>
    new Proxy(event, {
      get(target, key) {
        if (key === 'type') reads += 1;
        return Reflect.get(target, key);
      },
    });
  const evidence = Array.from({ length: 1000 }, () => counted(run([up, 'a', 'passed'])));
  trustOfAll(evidence);
  const first = reads;
  evidence.push(counted(run([up, 'a', 'passed'])));
  trustOfAll(evidence);

  expect(reads - first).toBeLessThan(first / 100);
});

test('a test that one right client passes by chance only is not proven, one that a wrong client does still is', () => {
  const row = { file: up, name: 'a', refuses: [] };
  const proven = judged({ tests: [{ ...row, fails: ['bug'] }] });
  const chance = (isRight: boolean) =>
    judged({ tests: [{ ...row, fails: [], hangsOnChance: { way: 'other', isRight } }] });

  expect(trusts(run([up, 'a', 'passed']), proven, chance(false))).toEqual(['proven']);
  expect(trusts(run([up, 'a', 'passed']), proven, chance(true))).toEqual(['untrusted']);
});
