/** One run of tests against variants, as plain data: what the coach asks of the process that judges. */
export type Sheet = {
  /** Source of each variant by path from its `src/`, under the key the variant has in this run. */
  variants: Record<string, Record<string, string>>;
  /** Test files and what they import, by path from the client's folder. */
  tests: Record<string, string>;
  /** Which test file meets which variants, in this order. */
  rounds: Round[];
  /** A second look: every round in a worker of its own, as fresh as a run can be, and with more patience. */
  apart: boolean;
};

/** Time is faked in tests: one that takes a second waits for something that does not come. */
const testTimeoutMs = 1000;

/** How long one test may take. Nobody is accused because a machine was busy. */
export function timeoutFor({ apart }: Pick<Sheet, 'apart'>): number {
  return apart ? 3 * testTimeoutMs : testTimeoutMs;
}

export type Round = { file: string; variants: string[] };

/** Names of tests that stand for what could not be loaded; no test of a learner is called so. */
export const clientNotLoaded = '(the client could not be loaded)';
export const testsNotLoaded = '(the tests could not be loaded)';
