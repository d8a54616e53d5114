import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { slashed } from '../client-folder/path-from.ts';
import { plainLines } from '../client-folder/plain-lines.ts';
import type { Bug, Kata, StepEdits } from '../kata/kata.ts';
import { solutionBefore } from '../kata/solution-before.ts';
import { stepsOf } from '../kata/steps-of.ts';
import { type WorkedSteps, workedSteps } from '../kata/worked-steps.ts';
import { writtenTest } from '../kata/written-test.ts';
import type { Moment, View } from '../screen/view.ts';
import { trustOfAll } from '../trust/trust-of-all.ts';
import type { Session } from './session.ts';

/** The parts of a kata that a screen may show: read when the kata begins. */
export type Material = {
  kata: Kata;
  worked: WorkedSteps;
  /** How the solution wrote the tests of steps that leave them to the learner, by the step's topic. */
  written: Record<string, string>;
  bugs: Bug[];
  contract: string;
};

export async function loadMaterial({ places: { workbook }, kata, katas }: Session): Promise<Material> {
  const solution = join(workbook, 'solutions', kata.slug);
  const steps = [...stepsOf(kata, 'red-green'), ...stepsOf(kata, 'again')];
  const [{ edits }, { bugs }]: [{ edits: StepEdits }, { bugs: Bug[] }] = await Promise.all([
    // Without steps there is nothing to take one by one.
    steps.length === 0 ? { edits: {} } : import(pathToFileURL(join(solution, 'steps.ts')).href),
    import(pathToFileURL(join(solution, 'bugs.ts')).href),
  ]);
  const contract = plainLines(readFileSync(join(kata.folder, 'contract.d.ts'), 'utf8'));
  const before = solutionBefore(workbook, kata, katas[katas.indexOf(kata) - 1]);
  const written = steps.flatMap((step): [string, string][] =>
    step.kind === 'own'
      ? [[step.id, plainLines(readFileSync(join(solution, writtenTest(step)), 'utf8'))]]
      : [],
  );
  return {
    kata,
    worked: workedSteps(before, steps, edits),
    written: Object.fromEntries(written),
    bugs,
    contract,
  };
}

export function viewOf(
  session: Session,
  material: Material,
  types: string[] | undefined,
  moment: Moment,
): View {
  return {
    state: session.state,
    kata: session.kata,
    katas: session.katas,
    step: session.step,
    worked: material.worked,
    written: material.written,
    bugs: material.bugs,
    contract: material.contract,
    trust: trustOfAll(session.state.evidence),
    lists: session.lists,
    types,
    clientPath: slashed(relative(process.cwd(), session.places.client) || '.'),
    isRehearsal: session.isRehearsal,
    moment,
  };
}
