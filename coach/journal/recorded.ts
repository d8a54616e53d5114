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
  /** `my-client/src/index.ts:3:10` */
  where?: string;
  fingerprint: string;
  /** In words, what this failure is about; the screen says what moved from one to the next. */
  gist: string;
};
