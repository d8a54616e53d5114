import { join } from 'node:path';
import { readSolution } from '../judge/read-field.ts';
import { readTree } from '../judge/read-tree.ts';
import { overlay, type Tree } from '../judge/tree.ts';
import type { Kata } from '../kata/kata.ts';

/** The solution's `src/` before a kata, with what the kata itself brings, and after it. */
export function solutionAround(
  workbook: string,
  katas: readonly Kata[],
  kata: Kata,
): { before: Tree; after: Tree } {
  const brought = readTree(join(kata.folder, 'start', 'src'));
  const previous = katas[katas.indexOf(kata) - 1];
  return {
    before: previous === undefined ? brought : overlay(brought, readSolution(workbook, previous.slug)),
    after: readSolution(workbook, kata.slug),
  };
}
