import { diffLines } from 'diff';
import type { Tree } from '../judge/tree.ts';

/** How many lines differ between two states of a client. A line that was altered counts once. */
export function changedLines(before: Tree, after: Tree): number {
  return changedFiles(before, after).reduce((sum, { lines }) => sum + lines, 0);
}

/** The files that differ, and by how many lines each. */
export function changedFiles(before: Tree, after: Tree): { file: string; lines: number }[] {
  const files = new Set([...before.keys(), ...after.keys()]);
  return [...files]
    .map((file) => ({ file, lines: changedInFile(before.get(file) ?? '', after.get(file) ?? '') }))
    .filter(({ lines }) => lines > 0);
}

export function lineCount(tree: Tree): number {
  return [...tree.values()].reduce((sum, text) => sum + linesOf(text).length, 0);
}

function changedInFile(before: string, after: string): number {
  const changes = diffLines(before, after);
  const count = (parts: typeof changes) => parts.reduce((sum, part) => sum + part.count, 0);
  return Math.max(
    count(changes.filter(({ added }) => added)),
    count(changes.filter(({ removed }) => removed)),
  );
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
