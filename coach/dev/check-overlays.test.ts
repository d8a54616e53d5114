import { expect, test } from 'vitest';
import { changedLines } from '../kata/changed-lines.ts';
import type { Step } from '../kata/kata.ts';
import { checkOverlays } from './check-overlays.ts';
import { checkText } from './check-text.ts';
import type { Content } from './content.ts';
import { statesOf } from './states.ts';

const step: Step = {
  kind: 'test',
  test: '01-a.test.ts',
  title: 'says a',
  purpose: 'say something',
  hints: { question: 'What is said?', pointer: 'Say a.' },
};

const bug = { id: 'says-b', says: 'it says b', hint: 'What is said?', breaks: 'saying' };

function content(changed: Partial<Content> = {}): Content {
  return {
    kata: {
      id: '01',
      slug: '01-says',
      folder: 'katas/01-says',
      title: 'Says',
      minutes: 5,
      help: 'given',
      success: 'It says a.',
      idea: 'Say it.',
      text: 'Let it say a.',
      steps: [step],
      curates: false,
    },
    steps: [step],
    before: new Map([['index.ts', 'nothing\n']]),
    field: {
      solution: new Map([['index.ts', 'a\n']]),
      otherWays: new Map(),
      library: undefined,
      bugs: [{ ...bug, file: 'index.ts', find: 'a', replace: 'b' }],
    },
    edits: { '01-a.test.ts': [{ file: 'index.ts', find: 'nothing', replace: 'a' }] },
    stepTests: new Map(),
    lasting: new Map(),
    kataFiles: new Map([
      ['README.md', ''],
      ['contract.d.ts', 'export {};'],
      ['after.md', '# After'],
      ['steps/index.ts', ''],
      ['steps/01-a.test.ts', ''],
    ]),
    solutionFiles: new Map([['src/index.ts', 'a\n']]),
    ...changed,
  };
}

function problems(changed: Partial<Content>): string[] {
  const whole = content(changed);
  const { states, broken } = statesOf(whole);
  return [...broken, ...checkOverlays(whole, states), ...checkText(whole)].map(({ what }) => what);
}

test('sound content has no problem', () => {
  expect(problems({})).toEqual([]);
});

test('edits must apply, and lead exactly to the solution', () => {
  expect(problems({ edits: { '01-a.test.ts': [{ file: 'index.ts', find: 'more', replace: 'a' }] } })).toEqual(
    [
      'step "01-a.test.ts": "find" occurs nowhere in index.ts, and must occur once: more',
      `the edits of all steps do not lead to the solution's index.ts: line 1 is "nothing" after the steps and "a" in the solution`,
    ],
  );
  expect(problems({ edits: { ...content().edits, other: [] } })).toEqual([
    'edits for "other", and no step is called so',
  ]);
});

test('a bug changes the solution at one place', () => {
  const { field } = content();
  const withBug = (find: string, replace: string) =>
    problems({ field: { ...field, bugs: [{ ...bug, file: 'index.ts', find, replace }] } });

  expect(withBug('a', 'a')).toEqual(['bug "says-b" changes nothing']);
  expect(withBug('c', 'b')).toEqual([
    'bug "says-b": "find" occurs nowhere in index.ts, and must occur once: c',
  ]);
});

test('an overlay holds what it changes, and nothing lies about', () => {
  expect(problems({ solutionFiles: new Map([['src/index.ts', 'nothing\n']]) })).toEqual([
    'it is the same as the file it lies over',
  ]);
  expect(problems({ solutionFiles: new Map([['todo.txt', 'x']]) })).toEqual(['nothing uses this file']);
});

test('a kata that changes too much is too long', () => {
  const long = Array.from({ length: 81 }, (_, line) => `line ${line}\n`).join('');
  expect(
    problems({
      field: { ...content().field, bugs: [], solution: new Map([['index.ts', long]]) },
      edits: { '01-a.test.ts': [{ file: 'index.ts', find: 'nothing\n', replace: long }] },
    }),
  ).toEqual(['this kata changes 81 lines; under 80 is what one sitting holds']);
});

test('a line that was altered counts once, one that moved down does not count', () => {
  const tree = (text: string) => new Map([['a.ts', text]]);
  expect(changedLines(tree('one\ntwo\n'), tree('one\n2\n'))).toBe(1);
  expect(changedLines(tree('one\ntwo\n'), tree('zero\none\ntwo\n'))).toBe(1);
  expect(changedLines(new Map(), tree('one\ntwo\n'))).toBe(2);
});

test('texts are there and end properly', () => {
  const { kata } = content();
  const hints = { question: 'Look', pointer: 'there' };
  expect(
    problems({
      kata: { ...kata, minutes: 0, success: 'It says a', text: 'x'.repeat(111) },
      steps: [{ ...step, title: 'says a.', hints }],
    }),
  ).toEqual([
    'minutes is 0',
    '"success" does not end like a sentence: It says a',
    `1 lines are longer than 110 columns; the first begins "${'x'.repeat(40)}"`,
    'step "01-a.test.ts": title is a phrase and ends like a sentence',
    'step "01-a.test.ts": the first hint is no question',
    'step "01-a.test.ts": the second hint does not end like a sentence',
  ]);
});
