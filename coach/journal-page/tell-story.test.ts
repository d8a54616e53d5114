import { expect, test } from 'vitest';
import { parseJournal } from '../journal/journal.ts';
import { failureOf, SampleJournal, testOf } from './sample-journal.ts';
import type { KataStory } from './story.ts';
import { tellStory } from './tell-story.ts';

const katas = [
  { id: '01', title: 'First red', success: 'It never throws.', minutes: 15 },
  { id: '02', title: 'Fail in a new way', success: 'It tells.', minutes: 20 },
];

function storyOf(journal: SampleJournal): KataStory[] {
  return tellStory(journal.events, katas).katas;
}

function firstOf(journal: SampleJournal): KataStory {
  const [kata] = storyOf(journal);
  if (kata === undefined) throw new Error('The story has no kata.');
  return kata;
}

function begun(): SampleJournal {
  return new SampleJournal()
    .add({ type: 'kata', kata: '01' })
    .add({ type: 'beat', beat: 'red-green' }, 30)
    .add({ type: 'step', step: 1 });
}

test('an empty journal is an empty story', () => {
  expect(tellStory([], katas)).toEqual({ katas: [] });
});

test('each kata has its own runs, time and words of the workbook', () => {
  const journal = begun()
    .red('expected true', 10)
    .run('green', 20)
    .add({ type: 'kata', kata: '02' }, 60)
    .run('amber', 15);
  expect(storyOf(journal)).toMatchObject([
    { id: '01', title: 'First red', boxMinutes: 15, activeMs: 120_000, place: undefined },
    { id: '02', title: 'Fail in a new way', activeMs: 15_000, runs: [{ light: 'amber', atMs: 15_000 }] },
  ]);
});

test('a kata gone back to goes on', () => {
  const journal = begun().run('green', 10).add({ type: 'kata', kata: '02' }, 5);
  journal.add({ type: 'kata', kata: '01' }, 5).run('green', 10);
  const [first, second, ...others] = storyOf(journal);
  expect(first?.runs.map(({ atMs }) => atMs)).toEqual([40_000, 55_000]);
  expect(second?.activeMs).toBe(5_000);
  expect(others).toEqual([]);
});

test('more than five minutes without an event are a pause, and none where the kata ends with them', () => {
  const journal = begun().run('green', 10).run('green', 301).run('green', 10);
  journal.add({ type: 'kata', kata: '02' }, 3600);
  expect(firstOf(journal)).toMatchObject({ activeMs: 50_000, pauses: [40_000] });
});

test('a failure is one however often it is shown', () => {
  const journal = begun().red('a', 10).red('a', 10).red('b', 10).run('green', 10).red('a', 10);
  expect(firstOf(journal).failures).toMatchObject([
    { gist: 'a', title: 'says yes to 200', atMs: [40_000, 50_000, 80_000], repeats: 2 },
    { gist: 'b', atMs: [60_000], repeats: 1 },
  ]);
});

test('one broken file that fails every test is one failure', () => {
  const broken = ['one', 'two'].map((name) =>
    failureOf("'}' expected.", { test: name, fingerprint: name, light: 'amber', where: 'src/index.ts:4:1' }),
  );
  const journal = begun().run('amber', 10, { failures: broken });
  expect(firstOf(journal).failures).toMatchObject([{ fingerprint: 'one', light: 'amber' }]);
});

test('a way leads from green to green, the first from the first run', () => {
  const journal = begun().red('a', 10).red('b', 20).run('green', 30).red('c', 40);
  journal.run('green', 50, {
    changed: [
      { file: 'src/index.ts', lines: 3 },
      { file: 'src/send.ts', lines: 2 },
    ],
  });
  expect(firstOf(journal).ways).toEqual([
    { fromMs: 40_000, toMs: 90_000, runs: 3, failures: 2, lines: undefined },
    { fromMs: 90_000, toMs: 180_000, runs: 2, failures: 1, lines: 5 },
  ]);
});

test('a green after a green is a way if something was edited between them', () => {
  const journal = begun()
    .run('green', 10, { source: 'a' })
    .run('green', 10, { source: 'a' })
    .run('green', 10, { source: 'b' });
  expect(firstOf(journal).ways.map(({ toMs }) => toMs)).toEqual([60_000]);
});

test('steps and beats lie on the same time', () => {
  const journal = begun()
    .run('green', 10)
    .add({ type: 'step', step: 2 }, 10)
    .add({ type: 'beat', beat: 'done' }, 20);
  expect(firstOf(journal).phases).toEqual([
    { name: 'goal', fromMs: 0, toMs: 30_000 },
    { name: '1', fromMs: 30_000, toMs: 50_000 },
    { name: '2', fromMs: 50_000, toMs: 70_000 },
  ]);
});

test('a lasting test is told in the kata it came in, with its trust at the end and the wrong clients it refuses', () => {
  const lasting = testOf('lasting/client.test.ts', 'is never lost');
  const later = testOf('lasting/client.test.ts', 'tells');
  const journal = begun()
    .red('a', 10, {
      tests: [{ ...lasting, state: 'failed' }],
      failures: [failureOf('a', { ...named(lasting) })],
    })
    .run('green', 10, { tests: [lasting, testOf('throwaway/a.test.ts', 'goes')] })
    .add({
      type: 'judged',
      tests: [{ ...lasting, refuses: [], fails: ['never-gives-up', 'gives-up'] }],
      otherWays: { accepted: ['solution', 'library'], refused: [] },
      bugs: { caught: [{ id: 'never-gives-up', by: [] }], escaped: ['sleeps'] },
      notJudged: [],
    })
    .add({ type: 'release', deleted: ['throwaway/a.test.ts'] }, 10)
    .run('nothing', 10)
    .add({ type: 'kata', kata: '02' })
    .run('green', 10, { tests: [lasting, later] });
  const [first, second] = storyOf(journal);
  expect(first).toMatchObject({
    lasting: [{ name: 'is never lost', trust: 'proven', turnsAway: 2 }],
    lastingBefore: 0,
    isReleased: true,
    releasedTests: 1,
    judged: { accepted: 2, refused: 0, caught: 1, escaped: 1 },
  });
  expect(second).toMatchObject({ lasting: [{ name: 'tells', trust: 'untrusted' }], lastingBefore: 1 });
});

function named({ file, name }: { file: string; name: string }) {
  return { file, test: name };
}

test('hints, undos and lines are of the kata they happened in', () => {
  const journal = begun()
    .add({ type: 'hint', about: '01.test.ts', rung: 1 })
    .add({ type: 'undo', id: 'gone' })
    .add({ type: 'line', text: 'Small steps.' }, 5);
  expect(firstOf(journal)).toMatchObject({
    hints: 1,
    undos: 1,
    lines: [{ at: '2026-11-12T17:00:35.000Z', text: 'Small steps.', isReason: false }],
  });
});

test('what was decided about the box is told, and the reason in the learner’s words', () => {
  const journal = begun()
    .add({ type: 'box', decision: 'more' })
    .add({ type: 'box', decision: 'change', reason: 'Too much at once.' });
  expect(firstOf(journal)).toMatchObject({
    boxesMore: 1,
    lines: [{ text: 'Too much at once.', isReason: true }],
  });
});

test('a prediction is of the next run', () => {
  const journal = begun()
    .add({ type: 'predict', light: 'red' })
    .red('a', 10)
    .add({ type: 'predict', light: 'green' })
    .run('amber', 10)
    .run('green', 10);
  expect(firstOf(journal).predictions).toEqual({ made: 2, came: 1 });
});

test('a line written before any kata is kept', () => {
  const journal = new SampleJournal().add({ type: 'line', text: 'Here I begin.' });
  expect(storyOf(journal)).toMatchObject([{ id: '', lines: [{ text: 'Here I begin.' }] }]);
});

test('the kata that is open says where', () => {
  expect(firstOf(begun())).toMatchObject({ isFinished: false, place: { beat: 'red-green', step: 1 } });
  expect(firstOf(begun().add({ type: 'beat', beat: 'done' }))).toMatchObject({
    isFinished: true,
    place: undefined,
  });
});

test('what cannot be read is passed over: a newer event, a torn line, a run without its fields, no date', () => {
  const sound = begun().run('green', 10);
  const text = [
    ...sound.events.map((event) => JSON.stringify(event)),
    '{"at":"2026-11-12T17:01:00Z","type":"dream","of":"sheep"}',
    '{"at":"2026-11-12T17:01:00Z","type":"run","light":"red"}',
    '{"at":"2026-11-12T17:01:00Z","type":"run","light":"red","tests":[]}',
    '{"at":"2026-11-12T17:01:00Z","type":"run","light":"purple","tests":[],"failures":[]}',
    '{"at":"2026-11-12T17:01:00Z","type":"judged"}',
    '{"at":"2026-11-12T17:01:00Z","type":"line"}',
    '{"at":"2026-11-12T17:01:00Z","type":"kata"}',
    '{"at":"some day","type":"run","light":"red","tests":[],"failures":[]}',
    '{"at":"2026-11-12T17:01:00Z","type":"run","lig',
  ].join('\n');
  const { katas: told } = tellStory(parseJournal(text), katas);
  expect(told).toMatchObject([{ id: '01', runs: [{ light: 'green' }], lines: [], judged: undefined }]);
});

test('a kata the workbook does not know is told by its number', () => {
  const journal = new SampleJournal().add({ type: 'kata', kata: '77' }).run('green', 1);
  expect(firstOf(journal)).toMatchObject({ title: 'Kata 77', success: undefined, boxMinutes: undefined });
});
