import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { slashed } from '../client-folder/path-from.ts';
import type { Bug } from '../kata/kata.ts';
import { readTree } from './read-tree.ts';
import { overlay, type Tree } from './tree.ts';
import type { Field } from './variant.ts';

/** Reads from the workbook what tests of a kata are judged against. */
export async function readField(workbook: string, slug: string): Promise<Field> {
  const folder = join(workbook, 'solutions', slug);
  const library = join(workbook, 'katas', 'library-adapter.ts');
  return {
    solution: readSolution(workbook, slug),
    otherWays: new Map(
      foldersIn(join(folder, 'other-ways')).map((name): [string, Tree] => [
        name,
        readTree(join(folder, 'other-ways', name)),
      ]),
    ),
    library: existsSync(library) ? slashed(library) : undefined,
    bugs: await readBugs(join(folder, 'bugs.ts')),
  };
}

/**
 * The solution's whole `src/` at the end of a kata: what katas bring for it, and the overlays of this kata and of all
 * before it.
 */
export function readSolution(workbook: string, slug: string): Tree {
  const solutions = join(workbook, 'solutions');
  return foldersIn(solutions)
    .filter((name) => /^\d\d-/.test(name) && name <= slug)
    .reduce<Tree>((client, name) => {
      const brought = readTree(join(workbook, 'katas', name, 'start', 'src'));
      return overlay(brought, client, readTree(join(solutions, name, 'src')));
    }, new Map());
}

/** In order of name. */
export function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function readBugs(file: string): Promise<Bug[]> {
  if (!existsSync(file)) return [];
  const { bugs }: { bugs: Bug[] } = await import(pathToFileURL(file).href);
  return bugs;
}
