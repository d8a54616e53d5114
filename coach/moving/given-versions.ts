import { join } from 'node:path';
import { readTree } from '../judge/read-tree.ts';
import { below } from '../judge/tree.ts';
import type { Kata } from '../kata/kata.ts';

/** Every text that the workbook has for a file of the learner's folder: as katas bring it and as their solutions have it. */
export function givenVersions(workbook: string, katas: readonly Kata[]): Map<string, string[]> {
  const versions = new Map<string, string[]>();
  const trees = katas.flatMap(({ folder, slug }) => [
    readTree(join(folder, 'start')),
    below('src', readTree(join(workbook, 'solutions', slug, 'src'))),
    below('lasting', readTree(join(workbook, 'solutions', slug, 'lasting'))),
  ]);
  for (const [file, text] of trees.flatMap((tree) => [...tree]))
    versions.set(file, [...(versions.get(file) ?? []), text]);
  return versions;
}
