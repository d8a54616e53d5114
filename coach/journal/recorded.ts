/** One test of one run, as the journal keeps it. */
export type RecordedTest = {
  file: string;
  name: string;
  state: 'passed' | 'failed' | 'skipped' | 'todo';
  /** Hash of the tokens of its body and of what it uses. */
  hash: string;
};

/** One failure of one run, as the journal keeps it. */
export type RecordedFailure = {
  file: string;
  /** Absent where a whole file failed before any test. */
  test?: string;
  light: 'red' | 'amber';
  kind: string;
  message: string;
  expected?: string;
  actual?: string;
  /** `src/index.ts:3:10` */
  where?: string;
  /** The text of that line. */
  code?: string;
  /** The line of the learner's where the error that a catch made another of was thrown, and what it says. */
  root?: { at: string; says: string };
  /** The line of the test itself, where it failed there or waited there. */
  testLine?: number;
  /** What differs in long values, line by line. */
  diff?: string;
  fingerprint: string;
  /** In words, what this failure is about; the screen says what moved from one to the next. */
  gist: string;
};
