import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import picocolors from 'picocolors';
import type { Tree } from '../judge/tree.ts';

/** What leads from one tree to another, as `git diff` shows it and `git apply` takes it. Empty where they are the same. */
export function unified(before: Tree, after: Tree, colour: boolean): string[] {
  const files = [...new Set([...before.keys(), ...after.keys()])].sort();
  return files
    .filter((file) => before.get(file) !== after.get(file))
    .flatMap((file) => {
      const old = before.get(file);
      const now = after.get(file);
      const patch = structuredPatch(
        old === undefined ? '/dev/null' : `a/${file}`,
        now === undefined ? '/dev/null' : `b/${file}`,
        old ?? '',
        now ?? '',
      );
      return formatPatch(patch, FILE_HEADERS_ONLY).trimEnd().split('\n').map(painter(colour));
    });
}

function painter(colour: boolean): (line: string) => string {
  const paint = picocolors.createColors(colour);
  let inHunk = false;
  return (line) => {
    if (line.startsWith('@@')) {
      inHunk = true;
      return paint.cyan(line);
    }
    if (!inHunk) return paint.bold(line);
    if (line.startsWith('+')) return paint.green(line);
    return line.startsWith('-') ? paint.red(line) : line;
  };
}
