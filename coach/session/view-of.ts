import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { slashed } from '../client-folder/path-from.ts';
import { plainLines } from '../client-folder/plain-lines.ts';
import type { Bug, Kata, StepEdits } from '../kata/kata.ts';
import { solutionBefore } from '../kata/solution-before.ts';
import { stepsOf } from '../kata/steps-of.ts';
import { type WorkedSteps, workedSteps } from '../kata/worked-steps.ts';
import type { Moment, View } from '../screen/view.ts';
import { type ListItem, parseList } from '../test-list/parse-list.ts';
import { tickList } from '../test-list/tick-list.ts';
import { trustOfAll } from '../trust/trust-of-all.ts';
import type { Session } from './session.ts';

/** The parts of a kata that a screen may show: read when the kata begins. */
export type Material = { kata: Kata; worked: WorkedSteps; bugs: Bug[]; contract: string };

export async function loadMaterial({ places: { workbook }, kata, katas }: Session): Promise<Material> {
  const solution = join(workbook, 'solutions', kata.slug);
  const [{ edits }, { bugs }]: [{ edits: StepEdits }, { bugs: Bug[] }] = await Promise.all([
    import(pathToFileURL(join(solution, 'steps.ts')).href),
    import(pathToFileURL(join(solution, 'bugs.ts')).href),
  ]);
  const contract = plainLines(readFileSync(join(kata.folder, 'contract.d.ts'), 'utf8'));
  const steps = [...stepsOf(kata, 'red-green'), ...stepsOf(kata, 'again')];
  const before = solutionBefore(workbook, kata, katas[katas.indexOf(kata) - 1]);
  return { kata, worked: workedSteps(before, steps, edits), bugs, contract };
}

/** `throwaway/list.md`, which a learner may write: read anew for every screen, since it is no test and starts no run. */
function listOf({ places, state }: Session): ListItem[] {
  const file = join(places.client, 'throwaway', 'list.md');
  if (!existsSync(file)) return [];
  const green = state.run?.tests.filter((test) => test.state === 'passed').map(({ name }) => name) ?? [];
  return tickList(parseList(readFileSync(file, 'utf8')), green);
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
    bugs: material.bugs,
    contract: material.contract,
    trust: trustOfAll(session.state.evidence),
    list: listOf(session),
    types,
    clientPath: slashed(relative(process.cwd(), session.places.client) || '.'),
    moment,
  };
}
