import type { JournalEvent, Light, RunEvent } from '../journal/event.ts';
import type { EventBody } from '../journal/journal.ts';
import type { RecordedFailure, RecordedTest } from '../journal/recorded.ts';

/** Writes a journal for tests, at its own pace. */
export class SampleJournal {
  readonly events: JournalEvent[] = [];
  #now: number;

  constructor(start = '2026-11-12T17:00:00Z') {
    this.#now = Date.parse(start);
  }

  add(event: EventBody, afterSeconds = 0): this {
    this.#now += afterSeconds * 1000;
    this.events.push({ at: new Date(this.#now).toISOString(), ...event });
    return this;
  }

  run(light: Light, afterSeconds: number, more: Partial<RunEvent> = {}): this {
    const source = more.source ?? `source ${this.events.length}`;
    const counts = { executed: 1, passed: 0, failed: 0, skipped: 0, ms: 40 };
    return this.add(
      { type: 'run', light, ...counts, tests: [], failures: [], ...more, source },
      afterSeconds,
    );
  }

  red(gist: string, afterSeconds: number, more: Partial<RunEvent> = {}): this {
    return this.run('red', afterSeconds, { failures: [failureOf(gist)], ...more });
  }
}

export function failureOf(gist: string, more: Partial<RecordedFailure> = {}): RecordedFailure {
  return {
    file: 'throwaway/kata-01/01.test.ts',
    test: 'says yes to 200',
    light: 'red',
    kind: 'assertion',
    message: gist,
    fingerprint: `fingerprint of ${gist}`,
    gist,
    ...more,
  };
}

export function testOf(file: string, name: string, more: Partial<RecordedTest> = {}): RecordedTest {
  return { file, name, state: 'passed', hash: `hash of ${name}`, ...more };
}
