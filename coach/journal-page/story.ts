import type { Light } from '../journal/event.ts';
import type { Beat } from '../kata/kata.ts';
import type { Trust } from '../trust/trust-of.ts';

/** What the page tells, as plain data. All times of day are ISO dates, all others milliseconds of work. */
export type Story = {
  /** In the order in which they were first begun. */
  katas: KataStory[];
};

export type KataStory = {
  id: string;
  title: string;
  /** The sentence that can turn out false. Absent where the workbook does not know this kata. */
  success: string | undefined;
  /** The time-box. */
  boxMinutes: number | undefined;
  /** How often five minutes more were taken. */
  boxesMore: number;
  began: string;
  ended: string;
  /** Work in this kata: a gap of more than five minutes between two events counts as none. */
  activeMs: number;
  /** Where in the work such a gap was. */
  pauses: number[];
  isFinished: boolean;
  isReleased: boolean;
  /** Where the learner is, in the kata that is open. */
  place: { beat: Beat; step: number } | undefined;
  runs: StoryRun[];
  phases: Phase[];
  failures: DistinctFailure[];
  ways: Way[];
  hints: number;
  undos: number;
  /** Lights that were predicted, and how many of them came. */
  predictions: { made: number; came: number };
  /** The learner's own words: a line, or why the goal or the box was changed. */
  lines: { at: string; text: string; isReason: boolean }[];
  /** Lasting tests that came in this kata. */
  lasting: LastingTest[];
  /** Lasting tests that came in an earlier one and stood when this one ended. */
  lastingBefore: number;
  /** Throwaway tests that went with the release. */
  releasedTests: number;
  judged: JudgedClients | undefined;
};

export type StoryRun = { at: string; atMs: number; light: Light };

/** A beat, or a step of one. */
export type Phase = { name: string; fromMs: number; toMs: number };

/** One failure as its fingerprint tells it from all others. */
export type DistinctFailure = {
  fingerprint: string;
  light: 'red' | 'amber';
  /** The test, or the file at fault where there was no test yet. */
  title: string;
  gist: string;
  /** The runs that showed it. */
  atMs: number[];
  /** How often it came in a row, each time after an edit. */
  repeats: number;
};

/** From one green, or the first run of the kata, to the next green. */
export type Way = {
  fromMs: number;
  toMs: number;
  runs: number;
  failures: number;
  /** Lines changed in src/, where the journal says so. */
  lines: number | undefined;
};

export type LastingTest = { file: string; name: string; trust: Trust; turnsAway: number };

/** What the lasting tests said of other clients when they were judged last. */
export type JudgedClients = { accepted: number; refused: number; caught: number; escaped: number };
