/**
 * What the lasting tests said of clients that are known to be right or wrong. It changes neither light nor exit
 * code.
 */
export type Judgement = {
  /** One row for every lasting test that ran against the variants. */
  tests: JudgedTest[];
  /** Right clients, the solution among them. A refusal stands here only after a fresh worker confirmed it. */
  otherWays: { accepted: string[]; refused: Refusal[] };
  /** A bug is caught only by a test that accepts every right client. */
  bugs: { caught: CaughtBug[]; escaped: string[] };
  /** Tests and files left out, with the reason in words for the learner. */
  notJudged: NotJudged[];
  durationMs: number;
};

export type JudgedTest = {
  file: string;
  name: string;
  /** Names of right clients that this test refuses. */
  refuses: string[];
  /** Ids of bugs that fail this test. */
  fails: string[];
  /** The client with which it passed and failed by turns: a right one, or a wrong one where it catches no other. */
  hangsOnChance?: { way: string; isRight: boolean };
};

export type Refusal = { way: string; file: string; test: string; message: string };

export type CaughtBug = { id: string; by: { file: string; test: string }[] };

export type NotJudged = {
  file: string;
  test: string | undefined;
  why: string;
  /** Id of the one bug that passes this test, where every right client fails it: the test asks for what that bug does. */
  asksFor?: string;
};
