import type { Judgement } from '../judge/judgement.ts';
import type { Beat } from '../kata/kata.ts';
import type { RecordedFailure, RecordedTest } from './recorded.ts';

/** One line of the journal. `at` is an ISO date. */
export type JournalEvent = { at: string } & (
  | { type: 'kata'; kata: string }
  | { type: 'beat'; beat: Beat }
  | { type: 'contract' }
  /** `source`: hash of the learner's source when the step began. */
  | { type: 'step'; step: number; source?: string }
  | RunEvent
  | ({ type: 'judged' } & Pick<Judgement, 'tests' | 'otherWays' | 'bugs' | 'notJudged'>)
  /** At the end of a kata: behaviours that the workbook's own lasting tests do not find in the learner's client. */
  | { type: 'held'; missing: string[] }
  /** Tests that nobody had seen fail, held against wrong clients: which of those fail each. */
  | { type: 'tried'; tests: { file: string; name: string; fails: string[] }[] }
  /** `about`: the test or the refactoring of a step, or the wrong client that a hint was asked for. */
  | { type: 'hint'; about: string; rung: number }
  | { type: 'snapshot'; id: string; why: string }
  | { type: 'undo'; id: string }
  | { type: 'release'; deleted: string[] }
  | { type: 'line'; text: string }
  /** The light that the learner expects of the next run. */
  | { type: 'predict'; light: Light }
  /** What was decided when the time-box was over. `more` is five minutes more; `change` is of goal or box, with a reason. */
  | { type: 'box'; decision: BoxDecision; reason?: string }
);

export type BoxDecision = 'stop' | 'more' | 'green' | 'hint' | 'change';

export type RunEvent = {
  type: 'run';
  light: Light;
  executed: number;
  passed: number;
  failed: number;
  skipped: number;
  ms: number;
  /** Hash of everything in the learner's src: tells an edit from a save without one. */
  source: string;
  /** `8 of 9 skipped: .only in …` */
  focus?: string;
  /** Files that hold tests but have a name no runner picks up. */
  misnamed?: string[];
  /** What was changed in src/ since the last green, in lines. */
  changed?: { file: string; lines: number }[];
  /** The test of the step, where the learner changed it. */
  altered?: string;
  /** What the learner's code printed. */
  output?: string;
  tests: RecordedTest[];
  failures: RecordedFailure[];
};

export type Light = 'green' | 'red' | 'amber' | 'nothing';
