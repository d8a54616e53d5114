import { expect, test } from 'vitest';
import { retrospective } from './retrospective.ts';
import { SampleJournal, testOf } from './sample-journal.ts';
import { tellStory } from './tell-story.ts';

/** The sentences with every space a plain one. */
function told(journal: SampleJournal): string[] {
  const [kata] = tellStory(journal.events, []).katas;
  return kata === undefined ? [] : retrospective(kata).map((sentence) => sentence.replaceAll('\u00a0', ' '));
}

function begun(): SampleJournal {
  return new SampleJournal().add({ type: 'kata', kata: '01' }).add({ type: 'beat', beat: 'red-green' });
}

test('the first sentence has runs, time, different failures and the longest way', () => {
  const journal = begun().red('a', 60).red('b', 60).run('green', 240).red('a', 30).run('green', 30);
  expect(told(journal).slice(0, 2)).toEqual([
    'Five runs in 7 minutes; two different failures; the longest way to the next green took 5 minutes and three runs.',
    'Two were green and three red.',
  ]);
});

test('one of a thing is said as one', () => {
  expect(told(begun().run('green', 20)).slice(0, 2)).toEqual([
    'One run in 20 seconds; no different failures.',
    'One was green.',
  ]);
});

test('steps are told by their lines, as far as they are known', () => {
  const lines = (number: number) => ({ changed: [{ file: 'src/index.ts', lines: number }] });
  const journal = begun().red('a', 9).run('green', 9).run('green', 9, lines(1)).run('green', 9, lines(14));
  expect(told(journal)).toContain('The smallest step changed one line of src/, the largest 14.');
});

test('predictions are told with what came', () => {
  const once = begun().add({ type: 'predict', light: 'red' }).red('a', 9);
  expect(told(once)).toContain('One light was predicted; it came true.');
  const twice = once.add({ type: 'predict', light: 'green' }).red('b', 9);
  expect(told(twice)).toContain('Two lights were predicted; one came true.');
});

test('a failure that stayed is named by its number', () => {
  expect(told(begun().red('a', 9).red('b', 9).red('b', 9).red('b', 9))).toContain(
    'Failure 2 came three times in a row, each time after an edit.',
  );
});

test('a release says what went, what stayed and what the lasting tests do', () => {
  const journal = begun()
    .run('green', 10, {
      tests: [testOf('throwaway/a.test.ts', 'goes'), testOf('lasting/b.test.ts', 'stays')],
    })
    .add({
      type: 'judged',
      tests: [],
      otherWays: { accepted: ['solution'], refused: [{ way: 'w', file: 'f', test: 't', message: 'm' }] },
      bugs: {
        caught: [
          { id: 'a', by: [] },
          { id: 'b', by: [] },
        ],
        escaped: [],
      },
      notJudged: [],
    })
    .add({ type: 'release', deleted: [] })
    .add({ type: 'beat', beat: 'done' });
  expect(told(journal).slice(2)).toEqual([
    'One throwaway test went, one lasting test stayed.',
    'Of the right clients one of two was accepted; of the wrong ones both were refused.',
  ]);
});

test('help and the way back are facts like others, and so is the place', () => {
  const journal = begun()
    .add({ type: 'step', step: 2 })
    .run('green', 1)
    .add({ type: 'hint', about: 'a', rung: 1 })
    .add({ type: 'undo', id: 'gone' });
  expect(told(journal).slice(2)).toEqual([
    'One hint was opened.',
    'The files went back to a snapshot once.',
    'The kata is open at step 2.',
  ]);
});

test('a kata without a run says so', () => {
  expect(told(new SampleJournal().add({ type: 'kata', kata: '01' }))).toEqual([
    'No run so far.',
    'The kata is open at the beat “goal”.',
  ]);
});
