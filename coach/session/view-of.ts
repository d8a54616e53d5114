import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bug, Kata, StepEdits } from '../kata/kata.ts';
import type { Moment, View } from '../screen/view.ts';
import { trustOfAll } from '../trust/trust-of-all.ts';
import type { Session } from './session.ts';

/** The parts of a kata that a screen may show: read when the kata begins. */
export type Material = { kata: Kata; edits: StepEdits; bugs: Bug[]; contract: string };

export async function loadMaterial(workbook: string, kata: Kata): Promise<Material> {
  const solution = join(workbook, 'solutions', kata.slug);
  const [{ edits }, { bugs }]: [{ edits: StepEdits }, { bugs: Bug[] }] = await Promise.all([
    import(pathToFileURL(join(solution, 'steps.ts')).href),
    import(pathToFileURL(join(solution, 'bugs.ts')).href),
  ]);
  return { kata, edits, bugs, contract: readFileSync(join(kata.folder, 'contract.d.ts'), 'utf8') };
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
    edits: material.edits,
    bugs: material.bugs,
    contract: material.contract,
    trust: trustOfAll(session.state.evidence),
    types,
    clientPath: (relative(process.cwd(), session.places.client) || '.').replaceAll('\\', '/'),
    moment,
  };
}
