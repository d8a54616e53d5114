import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Journal } from '../journal/journal.ts';
import type { Judge } from '../judge/start-judge.ts';
import type { Help, Kata, OwnStep } from '../kata/kata.ts';
import type { RunRecord } from '../run/record.ts';
import { Session } from '../session/session.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';

const step = (title: string): OwnStep => ({
  kind: 'own',
  id: title.replaceAll(' ', '-'),
  title,
  purpose: 'a sum',
  hints: { question: 'What comes out?', pointer: 'Look.' },
});

/** Somebody in the red-green beat of a kata, whose tests show what is said they show. */
async function learnerAt(help: Help, steps: OwnStep[]) {
  const client = temporaryFolder();
  mkdirSync(join(client, 'throwaway'));
  const kata: Kata = {
    id: '05',
    slug: '05-sums',
    folder: temporaryFolder(),
    title: 'Sums',
    minutes: 5,
    help,
    success: 'Sums come out right.',
    idea: 'Sums.',
    text: '',
    steps,
    curates: true,
  };
  const session = new Session({ client, workbook: temporaryFolder() }, [kata]);
  session.begin();
  while (session.state.beat !== 'red-green') session.next(false);
  const shows = async (tests: Record<string, 'passed' | 'failed'>) => {
    const file = 'throwaway/05-sums.test.ts';
    const lines = Object.keys(tests).map(
      (name) => `test('${name}', () => check(${JSON.stringify(name)}));\n`,
    );
    writeFileSync(join(client, file), lines.join(''));
    await session.run({ run: async () => recordOf(file, tests), close: async () => {} });
  };
  await shows({});
  return {
    session,
    shows,
    list: (text: string) => writeFileSync(join(client, 'throwaway', 'list.md'), text),
    reopen: () => new Session(session.places, [kata]).state,
    journal: () => new Journal(join(client, '.coach', 'journal.jsonl')).read(),
  };
}

function recordOf(file: string, tests: Record<string, 'passed' | 'failed'>): RunRecord {
  const error = {
    name: 'AssertionError',
    message: 'expected 2 to be 3',
    isAssertion: true,
    isTimeout: false,
    hook: undefined,
    importedFrom: undefined,
    matcher: 'toBe',
    expected: '3',
    actual: '2',
    diff: undefined,
    frames: [{ file, line: 1, column: 1, function: '', place: 'test' as const }],
    cause: undefined,
  };
  return {
    files: [{ file, errors: [], empty: Object.keys(tests).length === 0, forgottenAwaits: [] }],
    tests: Object.entries(tests).map(([name, state]) => ({
      file,
      name,
      state,
      line: 1,
      durationMs: 1,
      errors: state === 'failed' ? [error] : [],
    })),
    unhandled: [],
    killed: undefined,
    output: '',
    durationMs: 1,
  };
}

const said = (outcome: ReturnType<Session['next']>) => (outcome.moved ? 'on' : outcome.say);

describe('a step whose test the learner writes', () => {
  const steps = [step('adds'), step('cuts')];

  test('is left when a test that is new since it began was red and is green', async () => {
    const { session, shows } = await learnerAt('titles', steps);
    expect(said(session.next(false))).toMatch(/^No test of yours is new since this step began/);

    await shows({ adds: 'failed' });
    expect(said(session.next(false))).toMatch(/^This step is not green yet/);

    await shows({ adds: 'passed' });
    expect(said(session.next(false))).toBe('on');
    expect(session.step?.title).toBe('cuts');

    await shows({ adds: 'passed' });
    expect(said(session.next(false))).toMatch(/^No test of yours is new since this step began/);
  });

  test('a test that was green at once is named with a way to see it fail, and the second n goes on', async () => {
    const { session, shows } = await learnerAt('titles', steps);
    await shows({ adds: 'passed' });

    expect(said(session.next(false))).toMatch(/^"adds" has never been red: \[b\].* \[n\] again goes on/);
    expect(said(session.next(true))).toBe('on');
  });

  test('once a wrong client was seen to fail it, nothing more is asked, in a later sitting neither', async () => {
    const { session, shows, reopen } = await learnerAt('titles', steps);
    await shows({ adds: 'passed', 'adds nothing': 'passed' });
    const judge: Judge = {
      judge: async ({ lastingFiles: [file = ''] }) => ({
        tests: [{ file, name: 'adds', refuses: [], fails: ['one-too-many'] }],
        otherWays: { accepted: [], refused: [] },
        bugs: { caught: [], escaped: [] },
        notJudged: [],
        durationMs: 1,
      }),
      missing: async () => [],
      close: async () => {},
    };
    const bugs = [
      {
        id: 'one-too-many',
        says: 'a sum is one too many',
        hint: '',
        file: '',
        find: '',
        replace: '',
        breaks: '',
        step: 'adds',
      },
    ];

    const say = await session.breakIt(judge, bugs);

    expect(say).toContain('the one that this step is about: a sum is one too many');
    expect(say).toContain('No wrong client of this kata fails "adds nothing".');
    expect(reopen().judged).toBe(undefined);
    expect(said(session.next(false))).toBe('on');
  });
});

describe('behaviours', () => {
  const steps = [step('adds'), step('cuts'), step('never throws')];

  test('are ticked by a green test that says the same or by the learner, and hints are for the first that is not', async () => {
    const { session, shows, list, journal } = await learnerAt('behaviours', steps);
    list('- [x] Cuts.\n- [ ] doubles\n');
    await shows({ adds: 'passed' });

    expect(session.lists).toEqual({
      behaviours: [
        { text: 'adds', isTicked: true },
        { text: 'cuts', isTicked: true },
        { text: 'never throws', isTicked: false },
      ],
      own: [{ text: 'doubles', isTicked: false }],
    });
    session.openHint();
    expect(journal().at(-1)).toMatchObject({ type: 'hint', about: 'never-throws', rung: 1 });
  });

  test('are taken in any order: a hint is for the one whose test is red', async () => {
    const { session, shows, journal } = await learnerAt('behaviours', steps);

    await shows({ 'sums > never throws': 'failed' });
    expect(session.step?.title).toBe('never throws');
    session.openHint();
    expect(journal().at(-1)).toMatchObject({ type: 'hint', about: 'never-throws', rung: 1 });

    await shows({ 'sums > never throws': 'passed' });
    expect(session.step?.title).toBe('adds');
  });

  test('what is not ticked is named once, and the second n goes on to curating', async () => {
    const { session, shows, list } = await learnerAt('behaviours', steps);
    list('- [ ] doubles\n');
    await shows({ adds: 'failed' });
    expect(said(session.next(false))).toMatch(/^The light is not green yet/);

    await shows({ adds: 'passed', cuts: 'passed' });
    expect(said(session.next(false))).toMatch(/^Not ticked yet: never throws; doubles\./);
    expect(said(session.next(true))).toBe('on');
    expect(session.state.beat).toBe('curate');
  });
});

test('where only the success statement is given, help is said to be elsewhere, and the own list is all there is', async () => {
  const { session, shows, list } = await learnerAt('success', []);
  expect(said(session.openHint())).toContain('npm run coach -- solution');
  list('- [ ] doubles\n');

  await shows({ adds: 'passed' });
  expect(said(session.next(false))).toMatch(/^Not ticked yet: doubles/);
  await shows({ adds: 'passed', doubles: 'passed' });
  expect(said(session.next(false))).toBe('on');
  expect(session.state.beat).toBe('curate');
});
