import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSolution } from '../judge/read-field.ts';
import { readTree } from '../judge/read-tree.ts';
import { below, overlay, type Tree } from '../judge/tree.ts';
import type { Kata } from '../kata/kata.ts';
import { revealedFile } from '../kata/revealed-file.ts';

/** The folder of one who has done all katas before this one as the solutions do. Empty before the first. */
export function folderBefore(workbook: string, katas: readonly Kata[], kata: Kata): Tree {
  const earlier = katas.slice(0, katas.indexOf(kata));
  const last = earlier.at(-1);
  if (last === undefined) return new Map();
  const lasting = earlier
    .filter(({ curates }) => curates)
    .map(({ slug }) => below('lasting', readTree(join(workbook, 'solutions', slug, 'lasting'))));
  return overlay(below('src', readSolution(workbook, last.slug)), ...lasting, unreleased(earlier));
}

/** Given tests stay until a kata that curates has released them. */
function unreleased(earlier: readonly Kata[]): Tree {
  const since = earlier.slice(earlier.findLastIndex(({ curates }) => curates) + 1);
  return new Map(
    since.flatMap((kata) =>
      kata.steps.flatMap((step): [string, string][] => {
        if (step.kind !== 'test') return [];
        const from = join(kata.folder, 'steps', step.test);
        return existsSync(from) ? [[revealedFile(kata, step.test), readFileSync(from, 'utf8')]] : [];
      }),
    ),
  );
}
