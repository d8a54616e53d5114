import { readSolution } from '../judge/read-field.ts';
import type { Tree } from '../judge/tree.ts';
import type { Kata } from './kata.ts';
import { solutionBefore } from './solution-before.ts';

/** The solution's `src/` before a kata, with what the kata itself brings, and after it. */
export function solutionAround(
  workbook: string,
  katas: readonly Kata[],
  kata: Kata,
): { before: Tree; after: Tree } {
  return {
    before: solutionBefore(workbook, kata, katas[katas.indexOf(kata) - 1]),
    after: readSolution(workbook, kata.slug),
  };
}
