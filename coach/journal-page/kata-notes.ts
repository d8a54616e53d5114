import type { JournalEvent, Light, RunEvent } from '../journal/event.ts';
import { idleGapMs, type SeenFailure, type State, testKey } from '../journal/replay.ts';
import type { Beat, Kata } from '../kata/kata.ts';
import type { Trust } from '../trust/trust-of.ts';
import type {
  DistinctFailure,
  JudgedClients,
  KataStory,
  LastingTest,
  Phase,
  StoryRun,
  Way,
} from './story.ts';
import { thinned } from './thinned.ts';

export type KnownKata = Pick<Kata, 'id' | 'title' | 'success' | 'minutes'>;
export type TrustedTest = { file: string; name: string; trust: Trust };

type At<Type extends JournalEvent['type']> = Extract<JournalEvent, { type: Type }>;

/** Takes notes of one kata, also over several sittings. */
export class KataNotes {
  readonly #id: string;
  readonly #known: KnownKata | undefined;
  readonly #began: string;
  #ended: string;
  #activeMs = 0;
  readonly #pauses: number[] = [];
  /** A gap that counts as a pause only if the work on this kata goes on after it. */
  #isPaused = false;
  readonly #runs: StoryRun[] = [];
  readonly #phases: Phase[] = [];
  readonly #failures = new Map<string, DistinctFailure>();
  readonly #ways: Way[] = [];
  #way = { fromMs: 0, runs: 0, failures: new Set<string>() };
  #greenSource: string | undefined;
  #hints = 0;
  #undos = 0;
  #boxesMore = 0;
  readonly #predictions = { made: 0, came: 0 };
  readonly #lines: KataStory['lines'] = [];
  #throwaway = 0;
  #releasedTests = 0;
  #judged: JudgedClients | undefined;
  #turnsAway = new Map<string, number>();
  #trust: TrustedTest[] = [];

  constructor(id: string, known: KnownKata | undefined, began: string) {
    this.#id = id;
    this.#known = known;
    this.#began = began;
    this.#ended = began;
  }

  /** The time since the event before. */
  pass(gapMs: number): void {
    if (gapMs > idleGapMs) this.#isPaused = true;
    // A clock set back gives a negative gap; it counts as none.
    else if (gapMs > 0) this.#activeMs += gapMs;
  }

  /** An event of this kata, with the state after it. */
  add(event: JournalEvent, state: State): void {
    this.#ended = event.at;
    if (this.#isPaused) this.#pauses.push(this.#activeMs);
    this.#isPaused = false;
    this.#enter(phaseName(state));
    switch (event.type) {
      case 'run':
        this.#addRun(event, state);
        return;
      case 'judged':
        this.#addJudged(event);
        return;
      case 'hint':
        this.#hints += 1;
        return;
      case 'undo':
        this.#undos += 1;
        return;
      case 'release':
        this.#releasedTests = this.#throwaway;
        return;
      case 'box':
        if (event.decision === 'more') this.#boxesMore += 1;
        this.#quote(event.at, event.reason, true);
        return;
      case 'line':
        this.#quote(event.at, event.text, false);
    }
  }

  /** The trust in all tests as it is now. A run that could not read the tests says nothing about them. */
  trust(tests: readonly TrustedTest[]): void {
    const lasting = tests.filter(({ file }) => file.startsWith('lasting/'));
    if (lasting.length > 0) this.#trust = lasting;
  }

  story(state: State, isEarlier: (test: { file: string; name: string }) => boolean): KataStory {
    const lasting = this.#trust.map((test): LastingTest & { isEarlier: boolean } => ({
      ...test,
      turnsAway: this.#turnsAway.get(testKey(test)) ?? 0,
      isEarlier: isEarlier(test),
    }));
    this.#closePhase();
    return {
      id: this.#id,
      title: this.#known?.title ?? `Kata ${this.#id}`,
      success: this.#known?.success,
      boxMinutes: this.#known?.minutes,
      began: this.#began,
      ended: this.#ended,
      activeMs: this.#activeMs,
      pauses: this.#pauses,
      isFinished: state.finished.includes(this.#id),
      isReleased: state.released.includes(this.#id),
      place:
        state.kata === this.#id && state.beat !== 'done' ? { beat: state.beat, step: state.step } : undefined,
      runs: this.#runs,
      phases: this.#phases.filter(({ fromMs, toMs }) => toMs > fromMs),
      failures: [...this.#failures.values()],
      ways: this.#ways,
      boxesMore: this.#boxesMore,
      predictions: this.#predictions,
      hints: this.#hints,
      undos: this.#undos,
      lines: this.#lines,
      lasting: lasting
        .filter((test) => !test.isEarlier)
        .map(({ file, name, trust, turnsAway }) => ({ file, name, trust, turnsAway })),
      lastingBefore: lasting.filter((test) => test.isEarlier).length,
      releasedTests: this.#releasedTests,
      judged: this.#judged,
    };
  }

  #quote(at: string, text: unknown, isReason: boolean): void {
    if (typeof text === 'string' && text.trim() !== '') this.#lines.push({ at, text, isReason });
  }

  #enter(name: string): void {
    if (this.#phases.at(-1)?.name === name) return;
    this.#closePhase();
    this.#phases.push({ name, fromMs: this.#activeMs, toMs: this.#activeMs });
  }

  #closePhase(): void {
    const last = this.#phases.at(-1);
    if (last !== undefined) last.toMs = this.#activeMs;
  }

  #addRun(event: RunEvent & { at: string }, state: State): void {
    const { at, light, tests } = event;
    // One that the replay could not read is passed over here, too.
    if (!lights.has(light) || state.run?.at !== at) return;
    this.#throwaway = tests.filter(({ file }) => file.startsWith('throwaway/')).length;
    // Reading the goal is no part of the way to the first green.
    if (this.#runs.length === 0) this.#way.fromMs = this.#activeMs;
    this.#runs.push({ at, atMs: this.#activeMs, light });
    this.#way.runs += 1;
    const { predicted } = state.run;
    if (predicted !== undefined) this.#predictions.made += 1;
    if (predicted === light) this.#predictions.came += 1;
    for (const failure of withoutEchoes(state.run.failures)) {
      const { fingerprint, test, file, where, gist, message, repeats } = failure;
      const known = this.#failures.get(fingerprint) ?? {
        fingerprint,
        light: failure.light,
        title: test ?? where?.split(':', 1)[0] ?? file,
        gist: gist ?? message,
        atMs: [],
        repeats: 0,
      };
      known.atMs.push(this.#activeMs);
      known.repeats = Math.max(known.repeats, repeats);
      this.#failures.set(fingerprint, known);
      this.#way.failures.add(fingerprint);
    }
    if (light === 'green') this.#arrive(event);
  }

  /** A green without another light or an edit since the last one is no step, nor is a kata that begins green. */
  #arrive({ source, changed }: RunEvent): void {
    const { fromMs, runs, failures } = this.#way;
    const isEdited = this.#greenSource !== undefined && source !== this.#greenSource;
    if (runs > 1 || isEdited)
      this.#ways.push({
        fromMs,
        toMs: this.#activeMs,
        runs,
        failures: failures.size,
        lines: changed?.reduce((sum, { lines }) => sum + lines, 0),
      });
    this.#greenSource = source;
    this.#way = { fromMs: this.#activeMs, runs: 0, failures: new Set() };
  }

  #addJudged({ tests, otherWays, bugs }: At<'judged'>): void {
    this.#turnsAway = new Map(tests.map((test) => [testKey(test), test.fails.length]));
    this.#judged = {
      accepted: otherWays.accepted.length,
      refused: new Set(otherWays.refused.map(({ way }) => way)).size,
      caught: bugs.caught.length,
      escaped: bugs.escaped.length,
    };
  }
}

/** One broken file fails every test that needs it: that is one failure, as on the screen of the coach. */
function withoutEchoes(failures: readonly SeenFailure[]): SeenFailure[] {
  return thinned(failures, ({ where, message }) => `${where} ${message}`);
}

const lights: ReadonlySet<Light> = new Set(['green', 'red', 'amber', 'nothing']);

const beatNames: Record<Exclude<Beat, 'red-green'>, string> = {
  goal: 'goal',
  sketch: 'sketch',
  curate: 'curate',
  release: 'release',
  again: 'again',
  done: 'done',
};

function phaseName({ beat, step }: State): string {
  if (beat !== 'red-green') return beatNames[beat];
  return step === 0 ? 'tests' : `${step}`;
}
