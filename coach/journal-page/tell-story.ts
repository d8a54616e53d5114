import type { JournalEvent } from '../journal/event.ts';
import { Replay, testKey } from '../journal/replay.ts';
import { Ledger } from '../trust/ledger.ts';
import { KataNotes, type KnownKata } from './kata-notes.ts';
import type { Story } from './story.ts';

/** What the journal says, kata by kata. An event that cannot be read is passed over, as in the replay. */
export function tellStory(events: readonly JournalEvent[], katas: readonly KnownKata[]): Story {
  const teller = new Teller(katas);
  for (const event of events) teller.add(event);
  return teller.story();
}

/** Lines written before any kata was begun are kept, too. */
const beforeAll: KnownKata = { id: '', title: 'Before the first kata', success: '', minutes: 0 };

class Teller {
  readonly #katas: ReadonlyMap<string, KnownKata>;
  readonly #replay = new Replay();
  readonly #ledger = new Ledger();
  readonly #notes = new Map<string, KataNotes>();
  /** The kata in which each lasting test was first seen. */
  readonly #cameIn = new Map<string, string>();
  #current: { id: string; notes: KataNotes } | undefined;
  #lastAt: number | undefined;

  constructor(katas: readonly KnownKata[]) {
    this.#katas = new Map([beforeAll, ...katas].map((kata) => [kata.id, kata]));
  }

  add(event: JournalEvent): void {
    const at = Date.parse(event.at);
    if (Number.isNaN(at)) return;
    // What is between two events belongs to the kata of the first.
    this.#current?.notes.pass(at - (this.#lastAt ?? at));
    this.#lastAt = at;
    try {
      this.#follow(event);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }

  story(): Story {
    this.#current?.notes.trust(this.#ledger.trust());
    const { state } = this.#replay;
    const katas = [...this.#notes].map(([id, notes]) =>
      notes.story(state, (test) => this.#cameIn.get(testKey(test)) !== id),
    );
    return { katas: katas.filter(({ id, lines, runs }) => id !== '' || lines.length + runs.length > 0) };
  }

  #follow(event: JournalEvent): void {
    if (event.type === 'run') this.#meet(event.tests);
    this.#replay.add(event);
    const { state } = this.#replay;
    const id = typeof state.kata === 'string' ? state.kata : '';
    if (this.#current?.id !== id) this.#turnTo(id, event.at);
    if (event.type === 'run' || event.type === 'judged' || event.type === 'tried') this.#ledger.add(event);
    this.#current?.notes.add(event, state);
  }

  #turnTo(id: string, at: string): void {
    this.#current?.notes.trust(this.#ledger.trust());
    const notes = this.#notes.get(id) ?? new KataNotes(id, this.#katas.get(id), at);
    this.#notes.set(id, notes);
    this.#current = { id, notes };
  }

  /** A run that shows no lasting test takes away what the ledger would say of them; it is asked before. */
  #meet(tests: readonly { file: string; name: string }[]): void {
    const lasting = tests.filter(({ file }) => file.startsWith('lasting/'));
    const id = this.#current?.id;
    if (lasting.length === 0) this.#current?.notes.trust(this.#ledger.trust());
    if (id === undefined) return;
    for (const test of lasting) {
      const key = testKey(test);
      if (!this.#cameIn.has(key)) this.#cameIn.set(key, id);
    }
  }
}
