import { expect, test } from 'vitest';
import { listKatas } from './list-katas.ts';
import { renderList } from './render-list.ts';
import { sitDown, writeDown } from './small-workbook.ts';
import { startKata } from './start-kata.ts';

test('each kata has its box, the time it took, and in words how far it is', () => {
  const { katas } = sitDown();
  const lines = renderList(katas, {
    state: { kata: '03', beat: 'curate', step: 0, finished: ['01', '02'], released: ['02'] },
    stories: [
      { id: '01', activeMs: 12.4 * 60_000 },
      { id: '02', activeMs: 100 * 60_000 },
      { id: '03', activeMs: 0 },
    ],
  });
  expect(lines).toEqual([
    '             planned    yours',
    '+ 01  one     10 min   12 min  finished',
    '+ 02  two     10 min  100 min  finished, released',
    '> 03  three   10 min    0 min  here, curating',
    '  04  four    10 min',
  ]);
});

test.each([
  [{ beat: 'goal', step: 0 }, 'here, at its goal'],
  [{ beat: 'red-green', step: 1 }, 'here, step 1 of 1'],
  [{ beat: 'done', step: 1, finished: ['01'] }, 'here, at its end'],
  [{ beat: 'red-green', step: 1, finished: ['01'] }, 'here, step 1 of 1, finished'],
] as const)('of the kata one is in the place is told: %o', (place, words) => {
  const { katas } = sitDown();
  const { beat, step, finished = [] } = { finished: [], ...place };
  const state = { kata: '01', beat, step, finished: [...finished], released: [] };
  const [, first = ''] = renderList(katas, { state, stories: [{ id: '01', activeMs: 0 }] });
  expect(first.slice(first.indexOf('here'))).toBe(words);
});

test('what was started and left is marked', () => {
  const { client, open } = sitDown();
  writeDown(client, { type: 'beat', beat: 'done' });
  startKata(open(), '2');
  startKata(open(), '3');

  const marks = listKatas(open()).lines.slice(1, 5);

  expect(marks.map((line) => [line.slice(0, 4), line.split('  ').at(-1)])).toEqual([
    ['+ 01', 'finished'],
    ['o 02', 'started'],
    ['> 03', 'here, at its goal'],
    ['  04', '10 min'],
  ]);
});
