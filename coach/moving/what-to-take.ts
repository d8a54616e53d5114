import { posix } from 'node:path';
import type { Tree } from '../judge/tree.ts';

export type Circumstances = {
  /** What the learner has, by path from their folder. */
  mine: Tree;
  /** The folder of one who has done the earlier katas as the solutions do. */
  before: Tree;
  /** Every text that the workbook itself gave a file in the earlier katas. */
  given: ReadonlyMap<string, readonly string[]>;
  /** Files of `src/` that the earlier katas change which the learner has not finished. */
  skipped: ReadonlySet<string>;
};

/** Files to put into the learner's folder; those of `replaced` are there, and still as the workbook gave them. */
export type Taking = { taken: Tree; replaced: string[]; isWhole: boolean };

/**
 * What is missing of the earlier katas. Where nothing in `src/` is the learner's own, that is all of the solution, and its
 * tests with it. Where something is, only files come that are not there, of katas that were left out, with what they import:
 * the learner may have put the same thing elsewhere, and tests of what they left out would stay red.
 */
export function whatToTake({ mine, before, given, skipped }: Circumstances): Taking {
  const isGiven = (file: string, text: string) => (given.get(file) ?? []).includes(text);
  const isWhole = [...mine].every(([file, text]) => !file.startsWith('src/') || isGiven(file, text));
  const wanted = isWhole ? new Set(before.keys()) : withImports(skipped, before, mine);
  const taken = [...before].filter(([file, text]) => {
    if (!wanted.has(file)) return false;
    const own = mine.get(file);
    return own === undefined || (own !== text && isGiven(file, own));
  });
  return {
    taken: new Map(taken),
    replaced: taken.map(([file]) => file).filter((file) => mine.has(file)),
    isWhole,
  };
}

function withImports(files: ReadonlySet<string>, before: Tree, mine: Tree): Set<string> {
  const all = new Set([...files].filter((file) => !mine.has(file)));
  // A set that grows is walked to its end.
  for (const file of all)
    for (const [, path = ''] of (before.get(file) ?? '').matchAll(/\bfrom\s+['"](\.{1,2}\/[^'"]+)['"]/g)) {
      const imported = posix.join(posix.dirname(file), path);
      if (!mine.has(imported)) all.add(imported);
    }
  return all;
}
