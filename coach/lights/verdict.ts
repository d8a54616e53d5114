import type { Light } from '../journal/event.ts';
import type { ErrorRecord } from '../run/record.ts';
import type { Comparison } from './comparison.ts';

/** What one run says of the client. */
export type Verdict = {
  light: Light;
  /** The first is the one that matters most; its light is the light of the run. At most one for each test. */
  failures: Failure[];
  executed: number;
  passed: number;
  failed: number;
  skipped: number;
  /** What was left out, in words: `8 of 9 tests skipped`, `throwaway/a.test.ts holds no test`. */
  focus: string | undefined;
};

export type Failure = {
  /** Path from the client's folder. */
  file: string;
  /** Full name of the test; `undefined` where no single test is to blame. */
  test: string | undefined;
  light: 'red' | 'amber';
  kind: FailureKind;
  /** One or two short sentences for a learner. */
  message: string;
  /** The two values, where an assertion is about two values. */
  compared?: Comparison;
  error: ErrorRecord | undefined;
  where: { file: string; line: number; column: number } | undefined;
};

export type FailureKind = RedKind | AmberKind;

/** The test ran, and the client failed it. */
export type RedKind = 'assertion' | 'error' | 'timeout';

/** The run could not judge. */
export type AmberKind =
  | 'syntax'
  | 'import'
  | 'missing-name'
  | 'top-level'
  | 'hook'
  | 'test-error'
  | 'unexpected-request'
  | 'forgotten-await'
  | 'unhandled'
  | 'exited'
  | 'never-ended';
