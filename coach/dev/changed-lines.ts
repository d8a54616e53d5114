import type { Tree } from '../judge/tree.ts';

/** How many lines differ between two states of a client. A line that was altered counts once. */
export function changedLines(before: Tree, after: Tree): number {
  const files = new Set([...before.keys(), ...after.keys()]);
  return [...files].reduce(
    (sum, file) => sum + changedInFile(before.get(file) ?? '', after.get(file) ?? ''),
    0,
  );
}

export function lineCount(tree: Tree): number {
  return [...tree.values()].reduce((sum, text) => sum + linesOf(text).length, 0);
}

function changedInFile(before: string, after: string): number {
  const [a, b] = [linesOf(before), linesOf(after)];
  const kept = commonLines(a, b);
  return Math.max(a.length, b.length) - kept;
}

/** Length of the longest common subsequence. */
function commonLines(a: readonly string[], b: readonly string[]): number {
  let above: number[] = new Array(b.length + 1).fill(0);
  for (const line of a) {
    const row = [0];
    for (const [at, other] of b.entries())
      row.push(line === other ? (above[at] ?? 0) + 1 : Math.max(above[at + 1] ?? 0, row[at] ?? 0));
    above = row;
  }
  return above.at(-1) ?? 0;
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
