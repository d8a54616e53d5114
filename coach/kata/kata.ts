/**
 * How much a kata gives. `replay`: every step is shown with its solution. `given`: tests come one at a time. `titles`: the
 * first tests may be given, then the learner writes them, one title at a time. `behaviours`: all titles at once, in an
 * order of the learner's. `success`: the success statement alone.
 */
export type Help = 'replay' | 'given' | 'titles' | 'behaviours' | 'success';

/** Where in a kata the learner is. `again` is the refactoring after a release, when nothing turns red. */
export type Beat = 'goal' | 'sketch' | 'red-green' | 'curate' | 'release' | 'again' | 'done';

/** One kata as it stands on disk. */
export type Kata = {
  /** `04` */
  id: string;
  /** `04-let-go` */
  slug: string;
  folder: string;
  title: string;
  minutes: number;
  help: Help;
  /** One sentence that can turn out false. */
  success: string;
  /** The one idea. */
  idea: string;
  /** The README without its front matter. */
  text: string;
  steps: Step[];
  /** How many lasting tests its goal allows, where it says so. */
  mostLasting?: number;
  /** True where lasting tests are written, judged and throwaway tests released. */
  curates: boolean;
};

export type Step = TestStep | OwnStep | RefactorStep;

/** A test that the coach reveals into `throwaway/`. */
export type TestStep = {
  kind: 'test';
  /** File in `steps/`; it keeps this name in `throwaway/`. `01-says-yes-to-200.test.ts` */
  test: string;
  /** The title a learner reads: `says yes to 200`. */
  title: string;
  /** What the step is for, in a few words: `say when to give up`. */
  purpose: string;
  hints: Hints;
  /** What the learner sees first. Red where nothing is said: a test that could not judge has taught nothing yet. */
  firstLight?: 'amber';
  /** This test looks at how the client asks, not at what happens. Another right client may fail it; kata 4 is about that. */
  coupled?: true;
};

/** A behaviour for which the learner writes the test. How the solution wrote it stands in `solutions/NN-name/steps/<id>.test.ts`. */
export type OwnStep = {
  kind: 'own';
  id: string;
  /** What the test says, as its name could say it: `gives up when its time is over`. */
  title: string;
  purpose: string;
  hints: Hints;
  /** The solution's test asks for a name that is not there before this step, and cannot judge. Red where nothing is said. */
  firstLight?: 'amber';
};

/** A change of structure, no new behaviour. */
export type RefactorStep = {
  kind: 'refactor';
  id: string;
  title: string;
  purpose: string;
  /** What to change, in one to four short lines. */
  says: string[];
  /** After the release of the throwaway tests instead of before curating. */
  afterRelease?: true;
  hints: Hints;
};

/** Rungs one and two. The third is the worked step: the step's edit of the solution, after the test where that is the learner's own. */
export type Hints = { question: string; pointer: string };

/** A small change to one file. `find` occurs exactly once in it; an empty `find` creates the file. */
export type Edit = { file: string; find: string; replace: string };

/** How the solution takes each step: by test file, or by the id of a step without a given test. Edits in order lead from one kata's `src/` to the next. */
export type StepEdits = Record<string, Edit[]>;

/** One plausible misconception, as an edit of the solution. */
export type Bug = Edit & {
  id: string;
  /** What the wrong client does: `a followed redirect counts as up`. */
  says: string;
  /** A question that leads to a test which catches it. */
  hint: string;
  /** The `describe` of the lasting tests that must reject it; no other may. */
  breaks: string;
  /** The step that is about this, as its edits name it: there the coach tells of this one first. Its test must reject it. */
  step?: string;
  /** Where it happened for real. */
  source?: string;
};
