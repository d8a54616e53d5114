import { join } from 'node:path';
import type { Kata } from '../kata/kata.ts';
import { behavioursMissing } from './behaviours-missing.ts';
import { type Bench, startBench } from './bench.ts';
import type { Judgement } from './judgement.ts';
import { type Evidence, judgementOf, refusalKey, suspicionsOf } from './judgement-of.ts';
import { type Outcomes, outcomesOf } from './outcome.ts';
import { reachesInside } from './reaches-inside.ts';
import { readField } from './read-field.ts';
import { readTree } from './read-tree.ts';
import type { Sheet } from './sheet.ts';
import { below, type Tree } from './tree.ts';
import { type Field, keyOf, rightVariants, type Variant, wrongVariants } from './variant.ts';

/** Holds lasting tests against clients that are known to be right or wrong, again and again. */
export type Judge = {
  /** `lastingFiles` by path from the client's folder; a throwaway test can be held against the same clients. */
  judge(input: { kata: Kata; lastingFiles: string[] }): Promise<Judgement>;
  /** Holds the learner's client against the lasting tests of a kata's solution: behaviours it does not show. */
  missing(kata: Kata): Promise<string[]>;
  close(): Promise<void>;
};

/** Starts the process that judges and returns at once: it warms up while the learner reads. */
export function startJudge(
  { client, workbook }: { client: string; workbook: string },
  bench: Bench = startBench(client),
): Judge {
  const fields = new Map<string, Promise<Field>>();

  function fieldOf({ slug }: Kata): Promise<Field> {
    const known = fields.get(slug);
    if (known !== undefined) return known;
    const field = readField(workbook, slug);
    fields.set(slug, field);
    return field;
  }

  return {
    async judge({ kata, lastingFiles }) {
      const start = performance.now();
      const field = await fieldOf(kata);
      const { variants: wrong, broken } = wrongVariants(field);
      // Right clients first: what a wrong one leaves behind must not be held against them.
      const variants: Variant[] = [
        ...rightVariants(field),
        { kind: 'yours', name: 'yours', modules: readTree(join(client, 'src')) },
        ...wrong,
      ];
      const tests = new Map(
        ['lasting', 'throwaway'].flatMap((folder) =>
          [...readTree(join(client, folder))].map(([file, text]): [string, string] => [
            `${folder}/${file}`,
            text,
          ]),
        ),
      );
      const { files, notJudged } = separate(lastingFiles, tests);
      for (const { id } of broken)
        notJudged.push({
          file: 'bugs.ts',
          test: undefined,
          why: `the edit of ${id} does not fit the solution`,
        });

      const trial = new Trial(bench, variants, tests);
      const ran = await trial.runAll(files);
      const evidence: Evidence = {
        variants,
        outcomes: ran.outcomes,
        files: ran.files,
        withdrawn: new Set(),
        notJudged: [...notJudged, ...ran.notJudged],
      };
      const withdrawn = await trial.withdraw(evidence);
      return judgementOf({ ...evidence, withdrawn }, performance.now() - start);
    },
    async missing(kata) {
      const { solution } = await fieldOf(kata);
      const tests = below('lasting', readTree(join(workbook, 'solutions', kata.slug, 'lasting')));
      return behavioursMissing(bench, { solution, yours: readTree(join(client, 'src')), tests });
    },
    close: () => bench.close(),
  };
}

/** Which files may be judged at all. */
function separate(
  files: readonly string[],
  tests: Tree,
): { files: string[]; notJudged: Judgement['notJudged'] } {
  const reasons = files.map((file) => ({ file, test: undefined, why: reachesInside(tests, file) }));
  return {
    files: reasons.filter(({ why }) => why === undefined).map(({ file }) => file),
    notJudged: reasons.flatMap(({ file, test, why }) =>
      why === undefined ? [] : [{ file, test, why: `reaches inside: ${why}` }],
    ),
  };
}

/** The runs of one judgement: one over everything, then one for every refusal that has to be confirmed. */
class Trial {
  readonly #bench: Bench;
  readonly #variants: readonly Variant[];
  readonly #tests: Tree;

  constructor(bench: Bench, variants: readonly Variant[], tests: Tree) {
    this.#bench = bench;
    this.#variants = variants;
    this.#tests = tests;
  }

  /** Every file against every variant. A file in which something spins is left out, and the others run again. */
  async runAll(
    files: readonly string[],
  ): Promise<{ files: string[]; outcomes: Outcomes; notJudged: Judgement['notJudged'] }> {
    const left = [...files];
    const notJudged: Judgement['notJudged'] = [];
    const all = this.#variants.map(keyOf);
    for (;;) {
      const record = await this.#bench.run(
        this.#sheet(
          left.map((file) => ({ file, variants: all })),
          false,
        ),
      );
      if (record.killed === undefined) return { files: left, outcomes: outcomesOf(record), notJudged };
      const spinning = left.indexOf(record.killed.file ?? left[0] ?? '');
      const [file] = left.splice(Math.max(spinning, 0), 1);
      if (file === undefined) throw new Error('The process that judges ended while nothing ran.');
      notJudged.push({ file, test: undefined, why: whyKilled(record.killed.test) });
    }
  }

  /**
   * Repeats every refusal in a worker of its own: that test file and that right client alone. Those that do not come
   * again were the fault of something that ran before, and are withdrawn.
   */
  async withdraw(evidence: Evidence): Promise<Set<string>> {
    const withdrawn = new Set<string>();
    const confirmed = new Set<string>();
    for (;;) {
      // A test that no longer refuses every right client may now accuse some: those have to be confirmed too.
      const open = suspicionsOf({ ...evidence, withdrawn }).filter(
        (suspicion) => !confirmed.has(refusalKey(suspicion)),
      );
      const next = open[0];
      if (next === undefined) return withdrawn;
      // One way at a time: within a sheet a file is one round.
      const rounds = open.filter(({ way }) => way === next.way);
      const key = keyOf({ kind: 'right', name: next.way });
      const files = [...new Set(rounds.map(({ file }) => file))];
      const record = await this.#bench.run(
        this.#sheet(
          files.map((file) => ({ file, variants: [key] })),
          true,
        ),
      );
      const { tests, unloaded } = outcomesOf(record);
      for (const suspicion of rounds) {
        const { file, test } = suspicion;
        const outcome = tests.get(file)?.get(test)?.get(key) ?? unloaded.get(file)?.get(key);
        (outcome?.state === 'failed' ? confirmed : withdrawn).add(refusalKey(suspicion));
      }
    }
  }

  #sheet(rounds: Sheet['rounds'], apart: boolean): Sheet {
    return {
      variants: Object.fromEntries(
        this.#variants.map((variant) => [keyOf(variant), Object.fromEntries(variant.modules)]),
      ),
      tests: Object.fromEntries(this.#tests),
      rounds,
      apart,
    };
  }
}

/** `"retries > gives up" did not end with the wrong client never-gives-up`. */
function whyKilled(test: string | undefined): string {
  if (test === undefined) return 'it did not end, so it had to be stopped';
  const [variant = '', ...names] = test.split(' > ');
  const [kind = '', name = ''] = variant.split(':');
  const whose =
    kind === 'yours' ? 'your client' : `the ${kind === 'right' ? 'right' : 'wrong'} client ${name}`;
  const what = names.join(' > ') === '(loading)' ? 'it' : `"${names.join(' > ')}"`;
  return `${what} looped for ever with ${whose} and had to be stopped`;
}
