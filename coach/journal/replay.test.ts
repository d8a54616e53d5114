import { describe, expect, test } from 'vitest';
import type { JournalEvent, RunEvent } from './event.ts';
import type { EventBody } from './journal.ts';
import { parseJournal } from './journal.ts';
import type { RecordedFailure } from './recorded.ts';
import { replay } from './replay.ts';

/** Events a minute apart, so that all of it counts as active time. */
function story(...events: EventBody[]): JournalEvent[] {
  return events.map((event, minute) => ({ ...event, at: new Date(minute * 60_000).toISOString() }));
}

const kata = (id: string): EventBody => ({ type: 'kata', kata: id });

function run(options: Partial<RunEvent> = {}): EventBody {
  return {
    type: 'run',
    light: 'green',
    executed: 1,
    passed: 1,
    failed: 0,
    skipped: 0,
    ms: 100,
    source: 'one',
    tests: [{ file: 'throwaway/a.test.ts', name: 'a', state: 'passed', hash: 'h' }],
    failures: [],
    ...options,
  };
}

function redRun(fingerprint: string, source: string, failure: Partial<RecordedFailure> = {}): EventBody {
  return run({
    light: 'red',
    passed: 0,
    failed: 1,
    source,
    tests: [{ file: 'throwaway/a.test.ts', name: 'a', state: 'failed', hash: 'h' }],
    failures: [
      {
        file: 'throwaway/a.test.ts',
        test: 'a',
        light: 'red',
        kind: 'assertion',
        message: 'no',
        fingerprint,
        gist: `gist of ${fingerprint}`,
        ...failure,
      },
    ],
  });
}

describe('replaying a journal', () => {
  test('an empty journal is the beginning', () => {
    expect(replay([])).toMatchObject({ kata: undefined, beat: 'goal', step: 0 });
  });

  test('knows the kata, the beat and the step', () => {
    const state = replay(story(kata('02'), { type: 'beat', beat: 'red-green' }, { type: 'step', step: 3 }));
    expect(state).toMatchObject({ kata: '02', beat: 'red-green', step: 3 });
  });

  test('a new kata begins with a clean screen and keeps what was finished', () => {
    const state = replay(story(kata('01'), redRun('f', 's'), { type: 'beat', beat: 'done' }, kata('02')));
    expect(state).toMatchObject({
      kata: '02',
      beat: 'goal',
      step: 0,
      lights: [],
      run: undefined,
      finished: ['01'],
    });
  });

  test('an unknown event, or one with fields missing, is passed over', () => {
    const events = parseJournal(
      [
        '{"at":"2026-01-01T00:00:00.000Z","type":"kata","kata":"01"}',
        '{"at":"2026-01-01T00:00:01.000Z","type":"comet","tail":true}',
        '{"at":"2026-01-01T00:00:01.000Z","type":"run","light":"red"}',
        '{"at":"2026-01-01T00:00:02.000Z","type":"step","step":1}',
      ].join('\n'),
    );
    expect(replay(events)).toMatchObject({ kata: '01', step: 1, run: undefined });
  });

  describe('failures', () => {
    test('the first failure of a test is new and replaces none', () => {
      const [failure] = replay(story(kata('01'), redRun('f', 's'))).run?.failures ?? [];
      expect(failure).toMatchObject({ isNew: true, repeats: 1 });
      expect(failure).not.toHaveProperty('was');
    });

    test('the same failure after an edit repeats', () => {
      const state = replay(story(kata('01'), redRun('f', 's1'), redRun('f', 's2'), redRun('f', 's3')));
      expect(state.run?.failures[0]).toMatchObject({ isNew: false, repeats: 3 });
    });

    test('a save without an edit of the client is no repeat', () => {
      const state = replay(story(kata('01'), redRun('f', 's1'), redRun('f', 's1'), redRun('f', 's1')));
      expect(state.run?.failures[0]).toMatchObject({ isNew: false, repeats: 1 });
    });

    test('another failure of the same test is new and says what it replaces', () => {
      const state = replay(story(kata('01'), redRun('f', 's1'), redRun('g', 's2')));
      expect(state.run?.failures[0]).toMatchObject({ isNew: true, repeats: 1, was: 'gist of f' });
    });

    test('green in between: the same failure counts from one again, and was green until this save', () => {
      const state = replay(story(kata('01'), redRun('f', 's1'), run({ source: 's2' }), redRun('f', 's3')));
      expect(state.run?.failures[0]).toMatchObject({ isNew: true, repeats: 1, wasGreen: true });
    });
  });

  describe('time in the box', () => {
    test('counts active time only: a gap of more than five minutes is none', () => {
      const at = (minute: number, event: EventBody) => ({
        ...event,
        at: new Date(minute * 60_000).toISOString(),
      });
      const state = replay([at(0, kata('01')), at(3, run()), at(63, run()), at(65, run())]);
      expect(state.activeMs).toBe(5 * 60_000);
    });

    test('a clock set back takes nothing away', () => {
      const at = (minute: number, event: EventBody) => ({
        ...event,
        at: new Date(minute * 60_000).toISOString(),
      });
      const state = replay([at(0, kata('01')), at(3, run()), at(1, run()), at(2, run())]);
      expect(state.activeMs).toBe(4 * 60_000);
    });
  });

  describe('snapshots', () => {
    const released = story(
      kata('04'),
      { type: 'beat', beat: 'release' },
      { type: 'snapshot', id: 's1', why: 'before the release' },
      { type: 'release', deleted: ['throwaway/a.test.ts'] },
      { type: 'beat', beat: 'done' },
    );

    test('can be undone, latest last', () => {
      expect(replay(released).snapshots).toMatchObject([{ id: 's1', why: 'before the release' }]);
    });

    test('an undo goes back to where the learner stood, and what followed did not happen', () => {
      const state = replay([...released, { type: 'undo', id: 's1', at: '1970-01-01T00:09:00.000Z' }]);
      expect(state).toMatchObject({ beat: 'release', released: [], finished: [], snapshots: [] });
    });
  });
});
