import type { Beat } from '../kata/kata.ts';
import type { BoxDecision, JournalEvent, Light, RunEvent } from './event.ts';
import type { RecordedFailure } from './recorded.ts';
import { wordingOf } from './wording-of.ts';

/** Where the learner stands, and what the coach knows. Computed from the journal and from nothing else. */
export type State = Position & {
  /** Katas whose end was reached, in order. */
  finished: string[];
  /** Katas whose throwaway tests were released. */
  released: string[];
  /** The last run in this kata. */
  run: SeenRun | undefined;
  /** Whether that run saw the present step: a light is of the step it was shown for. */
  isRunOfStep: boolean;
  /** The learner's source when the present step began. */
  sourceAtStep: string | undefined;
  /** Tests that were there when the present step began, by their wording. */
  wordingsAtStep: ReadonlySet<string>;
  /** Lights shown so far in this kata. */
  lights: Light[];
  /** Lasting tests that were there when this kata began. */
  lastingBefore: ReadonlySet<string>;
  /** The last green in this kata, and the active time when it came. */
  lastGreen: { activeMs: number; source: string } | undefined;
  /** The last judgement in this kata. */
  judged: Extract<JournalEvent, { type: 'judged' }> | undefined;
  /** Behaviours that the workbook's own tests of this kata do not find in the client; `undefined` until they were asked. */
  missing: string[] | undefined;
  /** Highest rung of hints opened in this kata, by what they are about. */
  hints: ReadonlyMap<string, number>;
  /** Active time in this kata: a gap of more than five minutes between two events counts as none. */
  activeMs: number;
  /** The light expected of the next run. */
  prediction: Light | undefined;
  /** Whether a light was predicted in this kata. */
  hasPredicted: boolean;
  /** What was decided about the time-box of this kata. */
  box: { extraMinutes: number; isSettled: boolean };
  /** How often a failure came for the third time, in all katas: each time another offer is made. */
  offers: number;
  snapshots: { id: string; why: string; at: string; kata: string | undefined }[];
  /** The learner has saved something since the last snapshot: an undo would take it away. */
  hasSavedSinceSnapshot: boolean;
  /** Something was run, and a step begun, since the last snapshot: going back to it would be a surprise. */
  isUndoOld: boolean;
  /** Every event that says something of lasting and throwaway tests, for trust. */
  evidence: (Extract<JournalEvent, { type: 'judged' | 'tried' }> | (RunEvent & { at: string }))[];
};

export type Position = {
  /** `undefined` until the first kata is started. */
  kata: string | undefined;
  beat: Beat;
  /** Steps revealed in this kata. */
  step: number;
  contractShown: boolean;
};

export type SeenRun = Omit<RunEvent, 'failures'> & {
  at: string;
  failures: SeenFailure[];
  /** The light that was expected of it. */
  predicted: Light | undefined;
  /** The test that was shown as failing before, where it passes now and another fails. */
  mended: string | undefined;
  /** Time since the green before this run. */
  sinceGreenMs: number | undefined;
};

export type SeenFailure = RecordedFailure & {
  /** Not the failure this test showed last. */
  isNew: boolean;
  /** How often this failure came in a row, each time after a real edit; 1 is the first. */
  repeats: number;
  /** The gist of the failure it replaces. */
  was?: string;
  /** The test came further than with the failure before: another assertion of it, or an assertion at last. */
  isProgress: boolean;
  /** Passed in the run before, and said the same then. */
  wasGreen: boolean;
  /** Passed in the run before, of the very same client: its verdict is chance. */
  isFickle: boolean;
};

export const idleGapMs = 5 * 60_000;

/** The same failure this often, each time after an edit, brings an offer. */
export const offeredAt = 3;

const moreMinutes = 5;

/** A place in the workbook, and what belongs to the kata that one was in. */
type Place = Position &
  Pick<State, 'activeMs' | 'hints' | 'box' | 'hasPredicted' | 'lights' | 'finished' | 'released'>;

type Memory = State & {
  positions: Map<string, Place>;
  hasRunSinceSnapshot: boolean;
  /** The last failure of each test, kept until the test passes. */
  failing: Map<string, RecordedFailure & { source: string; repeats: number }>;
  lastAt: number | undefined;
};

/** The state after all these events. */
export function replay(events: readonly JournalEvent[]): State {
  const replaying = new Replay();
  for (const event of events) replaying.add(event);
  return replaying.state;
}

/** Takes one event after the other, so that a running coach need not read its journal again. */
export class Replay {
  #memory = emptyMemory();

  get state(): State {
    return this.#memory;
  }

  /** An event of an unknown type, or with fields missing, is passed over: an older coach can read a newer journal. */
  add(event: JournalEvent): void {
    try {
      this.#memory = apply(this.#memory, event);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
}

function emptyMemory(): Memory {
  return {
    kata: undefined,
    beat: 'goal',
    step: 0,
    contractShown: false,
    finished: [],
    released: [],
    run: undefined,
    isRunOfStep: false,
    sourceAtStep: undefined,
    wordingsAtStep: new Set(),
    lights: [],
    lastGreen: undefined,
    judged: undefined,
    missing: undefined,
    hints: new Map(),
    activeMs: 0,
    prediction: undefined,
    hasPredicted: false,
    box: { extraMinutes: 0, isSettled: false },
    offers: 0,
    snapshots: [],
    isUndoOld: false,
    lastingBefore: new Set(),
    hasSavedSinceSnapshot: false,
    hasRunSinceSnapshot: true,
    evidence: [],
    positions: new Map(),
    failing: new Map(),
    lastAt: undefined,
  };
}

/** One copy for each event: a journal of 100,000 is read at every start. */
function apply(memory: Memory, event: JournalEvent): Memory {
  return { ...memory, ...clock(memory, event), ...changeBy(memory, event) };
}

function changeBy(memory: Memory, event: JournalEvent): Partial<Memory> {
  switch (event.type) {
    case 'kata':
      return freshKata(event.kata);
    case 'beat':
      return event.beat === 'done'
        ? { beat: event.beat, finished: union(memory.finished, memory.kata) }
        : { beat: event.beat };
    case 'contract':
      return { contractShown: true };
    case 'step':
      // A failure of the step before is nothing to compare with.
      return {
        step: event.step,
        isRunOfStep: false,
        sourceAtStep: event.source,
        wordingsAtStep: wordingsNow(memory),
        failing: new Map(),
        isUndoOld: memory.hasRunSinceSnapshot,
      };
    case 'run':
      return changeByRun(memory, event);
    case 'judged':
      memory.evidence.push(event);
      return { judged: event };
    case 'held':
      return { missing: event.missing };
    case 'tried':
      memory.evidence.push(event);
      return {};
    case 'hint':
      return { hints: new Map(memory.hints).set(event.about, event.rung) };
    case 'snapshot': {
      const { kata, beat, step, contractShown, activeMs, hints, box, hasPredicted } = memory;
      const lights = [...memory.lights];
      const { finished, released } = memory;
      const ofKata = { activeMs, hints, box, hasPredicted, lights };
      const place = { kata, beat, step, contractShown, finished, released, ...ofKata };
      memory.positions.set(event.id, place);
      return {
        snapshots: [...memory.snapshots, { id: event.id, why: event.why, at: event.at, kata }],
        isUndoOld: false,
        hasSavedSinceSnapshot: false,
        hasRunSinceSnapshot: false,
        // The files are about to be others: what fails then is no step of the learner's.
        failing: new Map(),
      };
    }
    case 'undo':
      return changeByUndo(memory, event.id);
    case 'predict':
      return { prediction: event.light, hasPredicted: true };
    case 'box':
      return { box: applyBox(memory.box, event.decision) };
    case 'release':
      return { released: union(memory.released, memory.kata) };
    default:
      return {};
  }
}

function freshKata(kata: string) {
  return {
    kata,
    beat: 'goal' as const,
    step: 0,
    contractShown: false,
    run: undefined,
    isRunOfStep: false,
    sourceAtStep: undefined,
    lights: [],
    lastGreen: undefined,
    judged: undefined,
    missing: undefined,
    hints: new Map<string, number>(),
    failing: new Map<string, never>(),
    activeMs: 0,
    prediction: undefined,
    hasPredicted: false,
    box: { extraMinutes: 0, isSettled: false },
  };
}

function clock(memory: Memory, event: JournalEvent): Pick<Memory, 'lastAt' | 'activeMs'> {
  const at = Date.parse(event.at);
  if (Number.isNaN(at)) return memory;
  const gap = at - (memory.lastAt ?? at);
  // A clock set back gives a negative gap; it counts as none.
  const active = gap > 0 && gap <= idleGapMs ? gap : 0;
  return { lastAt: at, activeMs: memory.activeMs + active };
}

function changeByRun(memory: Memory, event: RunEvent & { at: string }): Partial<Memory> {
  const failing = new Map(memory.failing);
  // Most runs follow a green one, and most tests pass: no key is made that nobody asks for.
  for (const test of event.tests)
    if (failing.size > 0 && test.state === 'passed') failing.delete(testKey(test));
  const passedBefore = (key: string) => {
    const before = memory.run?.tests.find((test) => test.state === 'passed' && testKey(test) === key);
    return (
      before !== undefined && event.tests.some((test) => testKey(test) === key && test.hash === before.hash)
    );
  };
  // A file that loads again has no failure of its own any more.
  for (const [key, { file, test }] of failing)
    if (test === undefined && !event.failures.some((now) => now.file === file && now.test === undefined))
      failing.delete(key);
  const failures = event.failures.map((failure) => {
    const key = testKey({ file: failure.file, name: failure.test });
    const last = failing.get(key);
    const isNew = last?.fingerprint !== failure.fingerprint;
    const edited = last?.source !== event.source;
    const repeats = isNew || last === undefined ? 1 : last.repeats + (edited ? 1 : 0);
    failing.set(key, { ...failure, source: event.source, repeats });
    return {
      ...failure,
      isNew,
      repeats,
      isProgress: isNew && last !== undefined && isFurther(failure, last),
      wasGreen: passedBefore(key),
      isFickle: passedBefore(key) && memory.run?.source === event.source,
      ...(isNew && last !== undefined && { was: last.gist }),
    };
  });
  // Pushed, not copied: a journal of 100,000 events is read at every start.
  memory.lights.push(event.light);
  memory.evidence.push(event);
  const { activeMs } = clock(memory, event);
  // The first run of a step was started by the key that led there: nothing was saved that could have been predicted.
  // Nor did the learner save what the coach has just brought back.
  const isOfSave = memory.hasRunSinceSnapshot && (memory.isRunOfStep || event.source !== memory.sourceAtStep);
  return {
    failing,
    lastingBefore: memory.lights.length === 1 ? lastingIn(event) : memory.lastingBefore,
    hasRunSinceSnapshot: true,
    hasSavedSinceSnapshot: memory.hasSavedSinceSnapshot || isOfSave,
    run: {
      ...event,
      failures,
      mended: mendedBy(event, memory),
      predicted: isOfSave ? memory.prediction : undefined,
      sinceGreenMs: sinceGreen(memory, activeMs),
    },
    prediction: isOfSave ? undefined : memory.prediction,
    offers: memory.offers + (failures[0]?.repeats === offeredAt ? 1 : 0),
    isRunOfStep: true,
    lastGreen: event.light === 'green' ? { activeMs, source: event.source } : memory.lastGreen,
  };
}

/** Of the last run in any kata: tests of the kata before may still be there. */
function wordingsNow({ evidence }: Memory): Set<string> {
  const last = evidence.findLast((event) => event.type === 'run');
  return new Set(last?.type === 'run' ? last.tests.map(wordingOf) : []);
}

function lastingIn({ tests }: RunEvent): Set<string> {
  return new Set(tests.filter(({ file }) => file.startsWith('lasting/')).map(testKey));
}

function mendedBy({ tests, failures }: RunEvent, { run }: Memory): string | undefined {
  const shown = run?.failures[0];
  if (shown?.test === undefined || failures.length === 0) return undefined;
  const passes = tests.some(
    (test) => test.state === 'passed' && testKey(test) === testKey({ ...shown, name: shown.test }),
  );
  return passes ? shown.test : undefined;
}

/** In active time, as everything else: a break is no part of a step. */
function sinceGreen({ lastGreen }: Memory, activeMs: number): number | undefined {
  return lastGreen === undefined ? undefined : activeMs - lastGreen.activeMs;
}

/** Five minutes more end in the same question; every other decision settles it. */
function applyBox({ extraMinutes }: State['box'], decision: BoxDecision): State['box'] {
  return decision === 'more'
    ? { extraMinutes: extraMinutes + moreMinutes, isSettled: false }
    : { extraMinutes, isSettled: true };
}

/** A slip of the pen changes a failure too; it is no step forward. */
function isFurther(failure: RecordedFailure, last: RecordedFailure): boolean {
  if (failure.light !== 'red') return false;
  if (last.light !== 'red') return true;
  if (failure.kind !== 'assertion') return false;
  return last.kind !== 'assertion' || (failure.testLine ?? 0) >= (last.testLine ?? 0);
}

/** The files went back to a snapshot; so does the place in the workbook. */
function changeByUndo(memory: Memory, id: string): Partial<Memory> {
  const position = memory.positions.get(id);
  if (position === undefined) return {};
  const { kata, beat, step, contractShown, finished, released } = position;
  const isSameKata = kata === memory.kata || kata === undefined;
  return {
    ...(isSameKata
      ? { kata, beat, step, contractShown, finished, released }
      : { ...freshKata(kata), ...position }),
    snapshots: memory.snapshots.filter((snapshot) => snapshot.id !== id),
    run: undefined,
    judged: undefined,
    missing: undefined,
  };
}

export function testKey(test: { file: string; name: string | undefined }): string {
  return `${test.file} > ${test.name ?? ''}`;
}

function union(list: string[], item: string | undefined): string[] {
  return item === undefined || list.includes(item) ? list : [...list, item];
}
