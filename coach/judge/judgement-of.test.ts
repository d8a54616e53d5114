import { describe, expect, test } from 'vitest';
import { type Evidence, judgementOf, refusalKey, suspicionsOf } from './judgement-of.ts';
import type { Outcome } from './outcome.ts';
import type { Variant } from './variant.ts';

const variant = (kind: Variant['kind'], name: string): Variant => ({ kind, name, modules: new Map() });
const variants = [
  variant('right', 'solution'),
  variant('right', 'other'),
  variant('yours', 'yours'),
  variant('wrong', 'bug'),
];
const keys = ['right:solution', 'right:other', 'yours:yours', 'wrong:bug'];

/** `+` passed, `-` failed, `?` did both by chance, `t` ran into its time-out, `.` did not run: against solution, other way, own client, bug. */
function evidence(fared: string, changed: Partial<Evidence> = {}): Evidence {
  const outcomes = [...fared].flatMap((mark, index): [string, Outcome][] => {
    const outcome: Outcome = {
      state: mark === '+' ? 'passed' : 'failed',
      message: 'said no',
      isTimeout: mark === 't',
      isSnapshot: false,
      isChance: mark === '?',
    };
    return mark === '.' ? [] : [[keys[index] ?? '', outcome]];
  });
  return {
    variants,
    outcomes: {
      tests: new Map([['a.test.ts', new Map([['says a', new Map(outcomes)]])]]),
      unloaded: new Map(),
      broken: new Map(),
    },
    files: ['a.test.ts'],
    withdrawn: new Set(),
    notJudged: [],
    ...changed,
  };
}

function ofTest(fared: string, changed?: Partial<Evidence>) {
  const { tests, otherWays, bugs, notJudged } = judgementOf(evidence(fared, changed), 1);
  return {
    refuses: tests[0]?.refuses,
    accepted: otherWays.accepted,
    caught: bugs.caught.map(({ id }) => id),
    why: notJudged[0]?.why,
    chance: tests[0]?.hangsOnChance,
  };
}

test('a test that accepts every right client catches the bugs that fail it', () => {
  expect(ofTest('+++-')).toMatchObject({ refuses: [], accepted: ['solution', 'other'], caught: ['bug'] });
  expect(ofTest('++++')).toMatchObject({ caught: [] });
});

test('a test that refuses a right client catches nothing', () => {
  expect(ofTest('+-+-')).toMatchObject({ refuses: ['other'], accepted: ['solution'], caught: [] });
});

test('a withdrawn refusal accuses nobody, and what the test fails is not believed either', () => {
  const withdrawn = new Set([refusalKey({ way: 'other', file: 'a.test.ts', test: 'says a' })]);
  expect(ofTest('+-+-', { withdrawn })).toMatchObject({
    refuses: [],
    accepted: ['solution', 'other'],
    caught: [],
  });
});

test('where a withdrawn refusal was only a time-out, what the test fails is believed', () => {
  const withdrawn = new Set([refusalKey({ way: 'other', file: 'a.test.ts', test: 'says a' })]);
  expect(ofTest('+t+-', { withdrawn })).toMatchObject({ accepted: ['solution', 'other'], caught: ['bug'] });
});

describe('a test that refuses every right client is not judged', () => {
  test.each([
    ['--+-', /only yours does$/],
    ['----', /^it passes neither/],
    ['--t-', /^it waits until its time is up/],
  ])('%s', (fared, why) => {
    expect(ofTest(fared)).toMatchObject({ refuses: undefined, why: expect.stringMatching(why) });
  });

  test('and only one refusal has to be confirmed for that', () => {
    expect(suspicionsOf(evidence('--+-'))).toEqual([{ way: 'solution', file: 'a.test.ts', test: 'says a' }]);
  });

  test('unless one of them is withdrawn: then the others have to be', () => {
    const withdrawn = new Set([refusalKey({ way: 'solution', file: 'a.test.ts', test: 'says a' })]);
    expect(suspicionsOf(evidence('--+-', { withdrawn }))).toEqual([
      { way: 'other', file: 'a.test.ts', test: 'says a' },
    ]);
  });
});

test('a client that could not be loaded neither accepts nor refuses', () => {
  const { outcomes } = evidence('+.+-');
  const broken = new Map([['right:other', 'no such luck']]);
  expect(ofTest('+.+-', { outcomes: { ...outcomes, broken } })).toEqual({
    refuses: [],
    accepted: ['solution'],
    caught: ['bug'],
    why: 'the right client other could not be loaded: no such luck',
    chance: undefined,
  });
});

test('a test that hangs on chance refuses nobody and catches nothing', () => {
  expect(ofTest('+?+-')).toMatchObject({
    refuses: [],
    accepted: ['solution', 'other'],
    caught: [],
    chance: { way: 'other', isRight: true },
  });
  expect(ofTest('+++?')).toMatchObject({ caught: [], chance: { way: 'bug', isRight: false } });
  expect(suspicionsOf(evidence('+?+-'))).toEqual([]);
});

test('what it catches whatever chance says counts', () => {
  const another = [...variants, variant('wrong', 'another')];
  const { outcomes } = evidence('+++?');
  const fared = outcomes.tests.get('a.test.ts')?.get('says a');
  fared?.set('wrong:another', {
    state: 'failed',
    message: '',
    isTimeout: false,
    isSnapshot: false,
    isChance: false,
  });

  expect(ofTest('+++?', { variants: another, outcomes })).toMatchObject({
    caught: ['another'],
    chance: undefined,
  });
});
