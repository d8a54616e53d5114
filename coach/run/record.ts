/**
 * What one run of Vitest showed, as plain data. Lights, fingerprints, trust and every screen are computed from
 * this and from nothing else; text that Vitest prints is never read.
 */
export type RunRecord = {
  /** Every test file asked for, with what went wrong before or between its tests. */
  files: FileRecord[];
  tests: TestRecord[];
  /** Errors that Vitest could pin on no test: unhandled rejections, errors after the end, a worker that died. */
  unhandled: UnhandledRecord[];
  /** Set when the run had to be killed: the test that was running, if one had started. */
  killed: { file: string | undefined; test: string | undefined } | undefined;
  /** What tests and client printed, in order, as a learner would read it. */
  output: string;
  durationMs: number;
};

export type FileRecord = {
  /** Path from the client's folder, with `/` on every platform: `throwaway/01-says-yes.test.ts`. */
  file: string;
  /** Errors of the module itself: syntax, import, a throw at top level, a failing suite hook. */
  errors: ErrorRecord[];
  /** True where the file was loaded without an error and holds no test at all. */
  empty: boolean;
  /** Assertions whose promise nobody awaited (`expect(...).rejects` without `await`), found in the source. */
  forgottenAwaits: { line: number; column: number; text: string; test: string | undefined }[];
};

/** `file`: the test file that ran when it happened. */
export type UnhandledRecord = ErrorRecord & { file: string | undefined };

export type TestRecord = {
  file: string;
  /** Full name, `describe > test`. */
  name: string;
  state: 'passed' | 'failed' | 'skipped' | 'todo';
  line: number | undefined;
  durationMs: number;
  errors: ErrorRecord[];
};

export type ErrorRecord = {
  /** `AssertionError`, `TypeError`, `UnexpectedRequestError` … */
  name: string;
  message: string;
  /** True for an assertion that compared and said no. */
  isAssertion: boolean;
  /** True when Vitest gave up waiting for the test or a hook. */
  isTimeout: boolean;
  /** Where a hook failed: `beforeEach`, `afterAll` … */
  hook: string | undefined;
  /** Where an imported name could not be called: what the file imports it from. */
  importedFrom: string | undefined;
  /** Another file of the learner's that exports the name, where `index.ts` does not pass it on. */
  exportedBy?: string;
  /** The learner's own line where what came first was thrown, and what it was, where a catch made another error of it. */
  root?: { frame: Frame; says: string };
  /** `toBe`, `toMatchObject` … where it could be told. */
  matcher: string | undefined;
  expected: string | undefined;
  actual: string | undefined;
  /** A diff as Vitest made it, without colours. */
  diff: string | undefined;
  frames: Frame[];
  cause: string | undefined;
};

export type Frame = {
  /** From the client's folder where inside it, else absolute. */
  file: string;
  line: number;
  column: number;
  /** `async isUp` where it waited for a promise when the error came. */
  function: string;
  /** `client`: the learner's src. `test`: throwaway or lasting. `world`: remote-world. `outside`: all else. */
  place: 'client' | 'test' | 'world' | 'outside';
};
