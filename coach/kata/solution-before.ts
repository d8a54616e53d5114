import { join } from 'node:path';
import { readSolution } from '../judge/read-field.ts';
import { readTree } from '../judge/read-tree.ts';
import { overlay, type Tree } from '../judge/tree.ts';
import type { Kata } from './kata.ts';

/**
 * The solution's `src/` when a kata begins, with what the kata itself brings. As for a learner, a file that is there
 * already stays as it is.
 */
export function solutionBefore(workbook: string, kata: Kata, previous: Kata | undefined): Tree {
  const brought = readTree(join(kata.folder, 'start', 'src'));
  return previous === undefined ? brought : overlay(brought, readSolution(workbook, previous.slug));
}
