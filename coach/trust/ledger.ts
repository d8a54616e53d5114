import type { State } from '../journal/replay.ts';
import { type Evidence, type Knowledge, learn, nothingKnown, type Trust, trustFrom } from './trust-of.ts';

type Event = State['evidence'][number];
type Run = Extract<Event, { type: 'run' }>;
type Judged = Extract<Event, { type: 'judged' }>;
type Tried = Extract<Event, { type: 'tried' }>;
type Name = { file: string; name: string };

/** What is known of every test, kept up to date one event at a time. */
export class Ledger {
  /** By file, name and hash: an edit starts anew, taking it back finds what was known. */
  readonly #known = new Map<string, Knowledge>();
  /** By name and hash: a test that moves to another file, `throwaway/` to `lasting/`, stays what it was. */
  readonly #elsewhere = new Map<string, string>();
  /** The tests of each file when it last showed any, with their hashes. */
  readonly #last = new Map<string, ReadonlyMap<string, string>>();
  #run: readonly Name[] = [];

  /** An event with fields missing is passed over, as in the replay of the journal. */
  add(event: Event): void {
    try {
      if (event.type === 'run') this.#addRun(event);
      else if (event.type === 'judged') this.#addJudged(event);
      else this.#addTried(event);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }

  /** The tests of the last run. */
  trust(): { file: string; name: string; trust: Trust }[] {
    return this.#run.map(({ file, name }) => {
      const hash = this.#hashOf({ file, name });
      const known = hash === '' ? nothingKnown : (this.#known.get(keyOf(file, name, hash)) ?? nothingKnown);
      return { file, name, trust: trustFrom(known) };
    });
  }

  #addRun({ tests, failures }: Run): void {
    const lights = new Map(failures.map(({ file, test, light }) => [keyOf(file, test ?? ''), light]));
    const byFile = new Map<string, Map<string, string>>();
    for (const { file, name, hash } of tests) {
      const inFile = byFile.get(file) ?? new Map<string, string>();
      byFile.set(file, inFile.set(name, hash));
    }
    for (const [file, inFile] of byFile) this.#follow(file, inFile);
    for (const { file, name, state, hash } of tests) {
      const light = lights.get(keyOf(file, name));
      const outcome = light ?? (state === 'passed' ? 'passed' : 'not run');
      this.#learn({ file, name }, { type: 'run', hash, outcome });
    }
    this.#run = tests.map(({ file, name }) => ({ file, name }));
  }

  #addJudged({ tests, notJudged }: Judged): void {
    for (const { file, name, refuses, fails, hangsOnChance } of tests) {
      const hash = this.#hashOf({ file, name });
      // A right client that it refuses now and then is refused.
      const refused = hangsOnChance?.isRight === true ? [hangsOnChance.way] : [];
      this.#learn({ file, name }, { type: 'judged', hash, refuses: [...refuses, ...refused], fails });
    }
    for (const { file, test } of notJudged) {
      const names = test === undefined ? [...(this.#last.get(file)?.keys() ?? [])] : [test];
      for (const name of names)
        this.#learn({ file, name }, { type: 'not judged', hash: this.#hashOf({ file, name }) });
    }
  }

  #addTried({ tests }: Tried): void {
    for (const { file, name, fails } of tests)
      this.#learn({ file, name }, { type: 'tried', hash: this.#hashOf({ file, name }), fails });
  }

  /** A test that shows up while another of the same wording is gone from its file was renamed. */
  #follow(file: string, now: ReadonlyMap<string, string>): void {
    const before = this.#last.get(file) ?? new Map<string, string>();
    const gone = new Map([...before].filter(([name]) => !now.has(name)).map(([name, hash]) => [hash, name]));
    for (const [name, hash] of now) {
      const key = keyOf(file, name, hash);
      if (this.#known.has(key)) continue;
      const renamed = before.has(name) ? undefined : gone.get(hash);
      const origin =
        renamed === undefined ? this.#elsewhere.get(keyOf(name, hash)) : keyOf(file, renamed, hash);
      const known = origin === undefined ? undefined : this.#known.get(origin);
      if (known !== undefined) this.#known.set(key, known);
    }
    this.#last.set(file, now);
  }

  #learn({ file, name }: Name, evidence: Evidence): void {
    const key = keyOf(file, name, evidence.hash);
    this.#known.set(key, learn(this.#known.get(key) ?? nothingKnown, evidence));
    this.#elsewhere.set(keyOf(name, evidence.hash), key);
  }

  #hashOf({ file, name }: Name): string {
    return this.#last.get(file)?.get(name) ?? '';
  }
}

/** No path, name or hash holds this character. */
function keyOf(...parts: string[]): string {
  return parts.join('\u0000');
}
