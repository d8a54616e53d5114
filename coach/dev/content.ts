import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readField } from '../judge/read-field.ts';
import { readTree } from '../judge/read-tree.ts';
import type { Tree } from '../judge/tree.ts';
import type { Field } from '../judge/variant.ts';
import type { Kata, Step, StepEdits } from '../kata/kata.ts';
import { revealedFile } from '../kata/revealed-file.ts';
import { solutionBefore } from '../kata/solution-before.ts';
import { stepsOf } from '../kata/steps-of.ts';

/** All of one kata that dev check looks at, read once. */
export type Content = {
  kata: Kata;
  /** In the order in which a learner meets them. */
  steps: Step[];
  /** The client as a learner has it when the kata begins, if they did as the solution does. */
  before: Tree;
  field: Field;
  edits: StepEdits;
  /** The given tests, by the path they have in the learner's folder. */
  given: Tree;
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
  return {
    kata,
    steps: [...stepsOf(kata, 'red-green'), ...stepsOf(kata, 'again')],
    before: solutionBefore(workbook, kata, previous),
    field: await readField(workbook, kata.slug),
    edits,
    given: new Map(
      [...kataFiles]
        .filter(([file]) => /^steps\/.*\.test\.[cm]?[jt]s$/.test(file))
        .map(([file, text]) => [revealedFile(kata, file.slice('steps/'.length)), text]),
    ),
    lasting: new Map(
      [...readTree(join(solutionFolder, 'lasting'))].map(([file, text]) => [`lasting/${file}`, text]),
    ),
    kataFiles,
    solutionFiles: readTree(solutionFolder),
  };
}
