import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readField } from '../judge/read-field.ts';
import { readTree } from '../judge/read-tree.ts';
import type { Tree } from '../judge/tree.ts';
import type { Field } from '../judge/variant.ts';
import type { Kata, Step, StepEdits } from '../kata/kata.ts';
import { solutionBefore } from '../kata/solution-before.ts';
import { stepsOf } from '../kata/steps-of.ts';
import { writtenTest } from '../kata/written-test.ts';
import { isTested, provedFile } from './step-test.ts';

/** All of one kata that dev check looks at, read once. */
export type Content = {
  kata: Kata;
  /** In the order in which a learner meets them. */
  steps: Step[];
  /** The client as a learner has it when the kata begins, if they did as the solution does. */
  before: Tree;
  field: Field;
  edits: StepEdits;
  /** The tests of the steps, given ones and the solution's own, by the path they have in the learner's folder. */
  stepTests: Tree;
  lasting: Tree;
  /** What lies in the kata's two folders, for stray files. */
  kataFiles: Tree;
  solutionFiles: Tree;
};

export async function readContent(
  workbook: string,
  kata: Kata,
  previous: Kata | undefined,
): Promise<Content> {
  const solutionFolder = join(workbook, 'solutions', kata.slug);
  const stepsFile = join(solutionFolder, 'steps.ts');
  const { edits }: { edits: StepEdits } = existsSync(stepsFile)
    ? await import(pathToFileURL(stepsFile).href)
    : { edits: {} };
  const kataFiles = readTree(kata.folder);
  const solutionFiles = readTree(solutionFolder);
  const steps = [...stepsOf(kata, 'red-green'), ...stepsOf(kata, 'again')];
  return {
    kata,
    steps,
    before: solutionBefore(workbook, kata, previous),
    field: await readField(workbook, kata.slug),
    edits,
    stepTests: new Map(
      steps.filter(isTested).flatMap((step): [string, string][] => {
        const text =
          step.kind === 'test' ? kataFiles.get(`steps/${step.test}`) : solutionFiles.get(writtenTest(step));
        return text === undefined ? [] : [[provedFile(kata, step), text]];
      }),
    ),
    lasting: new Map(
      [...readTree(join(solutionFolder, 'lasting'))].map(([file, text]) => [`lasting/${file}`, text]),
    ),
    kataFiles,
    solutionFiles,
  };
}
