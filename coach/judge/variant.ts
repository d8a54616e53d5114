import type { Bug } from '../kata/kata.ts';
import { applyEdit, overlay, type Tree } from './tree.ts';

/** One client that tests are run against, whole: what stands in its `src/`. */
export type Variant = { kind: VariantKind; name: string; modules: Tree };

/** A client known to be right, the learner's own, or one known to be wrong. */
export type VariantKind = 'right' | 'yours' | 'wrong';

/** What a kata brings to be judged against. */
export type Field = {
  solution: Tree;
  /** What each differs in from the solution, by name. */
  otherWays: ReadonlyMap<string, Tree>;
  /** Path of the module that gives the library the face of the workbook, where there is one. */
  library: string | undefined;
  bugs: readonly Bug[];
};

/** Right clients in the order in which they are run: the solution first. */
export function rightVariants({ solution, otherWays, library }: Field): Variant[] {
  const right = (name: string, modules: Tree): Variant => ({ kind: 'right', name, modules });
  return [
    right('solution', solution),
    ...[...otherWays].map(([name, way]) => right(name, overlay(solution, way))),
    ...(library === undefined
      ? []
      : [right('library', new Map([['index.ts', `export * from ${JSON.stringify(library)};\n`]]))]),
  ];
}

/** The wrong clients. A bug whose edit does not fit is named instead: a workbook at fault accuses nobody. */
export function wrongVariants({ solution, bugs }: Field): { variants: Variant[]; broken: Bug[] } {
  const variants: Variant[] = [];
  const broken: Bug[] = [];
  for (const bug of bugs) {
    try {
      variants.push({ kind: 'wrong', name: bug.id, modules: applyEdit(solution, bug) });
    } catch {
      broken.push(bug);
    }
  }
  return { variants, broken };
}

/** Names a variant in a run; a bug may be called like another way. */
export function keyOf({ kind, name }: Pick<Variant, 'kind' | 'name'>): string {
  return `${kind}:${name}`;
}
