import type { Bench } from './bench.ts';
import { outcomesOf } from './outcome.ts';
import { type Tree, testsIn } from './tree.ts';
import { keyOf, type Variant } from './variant.ts';

/**
 * Behaviours that a workbook's lasting tests know and a client does not show, by the name of their `describe`. Only tests
 * that the solution passes count. Every file meets every client in a worker of its own: nobody is accused of what
 * another left behind, and a client that never ends costs one file.
 */
export async function behavioursMissing(
  bench: Bench,
  { solution, yours, tests }: { solution: Tree; yours: Tree; tests: Tree },
): Promise<string[]> {
  async function passedBy(variant: Variant, file: string): Promise<Set<string>> {
    const record = await bench.run({
      variants: { [keyOf(variant)]: Object.fromEntries(variant.modules) },
      tests: Object.fromEntries(tests),
      rounds: [{ file, variants: [keyOf(variant)] }],
      apart: true,
    });
    const fared = outcomesOf(record).tests.get(file) ?? new Map();
    return new Set(
      [...fared].filter(([, by]) => by.get(keyOf(variant))?.state === 'passed').map(([name]) => name),
    );
  }

  const missing = new Set<string>();
  for (const file of testsIn(tests)) {
    const wanted = await passedBy({ kind: 'right', name: 'solution', modules: solution }, file);
    const shown = await passedBy({ kind: 'yours', name: 'yours', modules: yours }, file);
    for (const name of wanted) if (!shown.has(name)) missing.add(behaviourOf(name));
  }
  return [...missing];
}

/** `gives up > after three attempts` is of the behaviour `gives up`. */
function behaviourOf(name: string): string {
  return name.split(' > ').slice(0, -1).join(' > ') || name;
}
