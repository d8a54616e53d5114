import { expect, test } from 'vitest';
import { SampleJournal } from '../journal-page/sample-journal.ts';
import { compareRehearsals } from './compare-rehearsals.ts';
import { lastPass } from './last-pass.ts';

const kata = { id: '05', title: 'Not for ever', success: 'It ends.', minutes: 40 };

/** A pass with a red and a green for each way; each way takes so many seconds. */
function pass(ways: number[], failures: string[]): SampleJournal {
  const journal = new SampleJournal().add({ type: 'kata', kata: '05' });
  for (const [index, seconds] of ways.entries())
    journal.red(failures[index % failures.length] ?? 'a', 0).run('green', seconds);
  return journal.add({ type: 'beat', beat: 'done' });
}

test('time, distinct failures and evenness of two passes, in three sentences', () => {
  const last = pass([60, 280, 20, 100], ['a', 'b', 'c', 'd']);
  const now = pass([60, 80, 40, 60], ['a', 'b', 'a', 'b']);
  expect(compareRehearsals(last.events, now.events, kata)).toEqual([
    'This time took 4 minutes, last time 8 minutes.',
    'It showed two different failures, last time four.',
    'The longest way from green to green took 80 seconds, where half of them took no more than 60 seconds; last time 5 minutes, where half of them took no more than 60 seconds.',
  ]);
});

test('of one or two ways nothing is said about how even they are', () => {
  const now = pass([60], ['a']);
  expect(compareRehearsals(now.events, now.events, kata)).toEqual([
    'This time took 60 seconds, last time 60 seconds.',
    'It showed one different failure, last time one.',
  ]);
});

test('the last pass is from the last beginning to the end, and what was never ended is none', () => {
  const journal = pass([60], ['a']);
  const first = journal.events.slice(0, 4);
  expect(lastPass(journal.run('green', 10).events, '05')).toEqual(first);
  journal.add({ type: 'kata', kata: '05' }).run('red', 5);
  expect(lastPass(journal.events, '05')).toEqual(first);
  journal.add({ type: 'kata', kata: '06' }).add({ type: 'beat', beat: 'done' });
  expect(lastPass(journal.events, '05')).toEqual(first);
  expect(lastPass(journal.events, '04')).toBeUndefined();
});

test('a pass that was left and gone back to by an undo goes on', () => {
  const journal = new SampleJournal()
    .add({ type: 'kata', kata: '05' })
    .add({ type: 'snapshot', id: 'a', why: 'before kata 6 began' })
    .add({ type: 'kata', kata: '06' })
    .add({ type: 'undo', id: 'a' })
    .add({ type: 'beat', beat: 'done' });
  expect(lastPass(journal.events, '05')?.map(({ type }) => type)).toEqual([
    'kata',
    'snapshot',
    'undo',
    'beat',
  ]);
});
