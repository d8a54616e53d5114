import type { Edit } from '../kata/kata.ts';

/** The source of a client, or a folder of tests: text by path, with `/` and `\n` on every platform. */
export type Tree = ReadonlyMap<string, string>;

/** Later trees win, file by file. */
export function overlay(...trees: readonly Tree[]): Tree {
  return new Map(trees.flatMap((tree) => [...tree]));
}

/** The same files in a folder. */
export function below(folder: string, tree: Tree): Tree {
  return new Map([...tree].map(([file, text]) => [`${folder}/${file}`, text]));
}

/** The test files in it. */
export function testsIn(tree: Tree): string[] {
  return [...tree.keys()].filter((file) => /\.test\.[cm]?[jt]s$/.test(file));
}

/** Throws, saying what does not fit, where the edit cannot be applied exactly once. */
export function applyEdit(tree: Tree, { file, find, replace }: Edit): Tree {
  const text = tree.get(file);
  if (find === '') {
    if (text !== undefined) throw new Error(`an empty "find" creates ${file}, which is there already`);
    return overlay(tree, new Map([[file, replace]]));
  }
  if (text === undefined) throw new Error(`there is no ${file} to edit`);
  const parts = text.split(find);
  if (parts.length !== 2)
    throw new Error(
      `"find" occurs ${count(parts.length - 1)} in ${file}, and must occur once: ${find.trim()}`,
    );
  return overlay(tree, new Map([[file, parts.join(replace)]]));
}

export function applyEdits(tree: Tree, edits: readonly Edit[]): Tree {
  return edits.reduce(applyEdit, tree);
}

function count(times: number): string {
  return times === 0 ? 'nowhere' : `${times} times`;
}
