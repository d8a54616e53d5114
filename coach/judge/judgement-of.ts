import type { CaughtBug, JudgedTest, Judgement, Refusal } from './judgement.ts';
import type { Outcome, Outcomes } from './outcome.ts';
import { keyOf, type Variant } from './variant.ts';

/** Everything a judgement is computed from. */
export type Evidence = {
  variants: readonly Variant[];
  outcomes: Outcomes;
  /** Files that ran. One of them without a single executed test is named. */
  files: readonly string[];
  /** Refusals that a fresh worker did not repeat, as `refusalKey` names them. */
  withdrawn: ReadonlySet<string>;
  /** What was known to be unfit before anything ran. */
  notJudged: Judgement['notJudged'];
};

type Suspicion = { way: string; file: string; test: string };

/** Names one refusal among those of a run. */
export function refusalKey({ way, file, test }: Suspicion): string {
  return JSON.stringify([way, file, test]);
}

/**
 * The refusals that stand unless a fresh worker says otherwise. Where a test refuses every right client one of them
 * is enough: if that one is confirmed nobody is accused, since the test is of something only the learner has.
 */
export function suspicionsOf(evidence: Evidence): Suspicion[] {
  return sorted(evidence).flatMap(({ file, test, refusals, verdict }) => {
    if (verdict === 'accepts') return [];
    const suspicions = refusals.map(({ way }) => ({ way, file, test }));
    return verdict === 'kept' || verdict === 'red' ? suspicions.slice(0, 1) : suspicions;
  });
}

export function judgementOf(evidence: Evidence, durationMs: number): Judgement {
  const rows = sorted(evidence);
  const judged = rows.filter(({ verdict }) => verdict === 'accepts' || verdict === 'refuses');
  const tests = judged.map(
    ({ file, test, refusals, fails, chance }): JudgedTest => ({
      file,
      name: test,
      refuses: refusals.map(({ way }) => way),
      fails,
      ...(chance !== undefined && { hangsOnChance: chance }),
    }),
  );
  const refused = judged.flatMap(({ file, test, refusals }): Refusal[] =>
    refusals.map(({ way, outcome }) => ({ way, file, test, message: outcome.message })),
  );
  const refusing = new Set(refused.map(({ way }) => way));
  const wrong = usable(evidence, 'wrong');
  const caught = wrong
    .map(({ name }): CaughtBug => ({ id: name, by: catchersOf(name, tests) }))
    .filter(({ by }) => by.length > 0);
  const isCaught = new Set(caught.map(({ id }) => id));
  return {
    tests,
    otherWays: {
      // Nothing was accepted where nothing was asked.
      accepted:
        tests.length === 0
          ? []
          : usable(evidence, 'right')
              .map(({ name }) => name)
              .filter((name) => !refusing.has(name)),
      refused,
    },
    bugs: { caught, escaped: wrong.map(({ name }) => name).filter((name) => !isCaught.has(name)) },
    notJudged: [...evidence.notJudged, ...brokenVariants(evidence), ...leftOut(rows), ...empty(evidence)],
    durationMs: Math.round(durationMs),
  };
}

type Row = {
  file: string;
  test: string;
  /** `accepts` every right client, `refuses` some; `kept` passes with the learner's client and with no other. */
  verdict: 'accepts' | 'refuses' | 'kept' | 'red' | 'slow' | 'snapshot';
  refusals: { way: string; outcome: Outcome }[];
  fails: string[];
  chance: JudgedTest['hangsOnChance'];
  /** The one wrong client that passes what every right one fails. */
  asksFor: string | undefined;
};

function sorted(evidence: Evidence): Row[] {
  const rows: Row[] = [];
  for (const [file, tests] of evidence.outcomes.tests)
    for (const [test, fared] of tests) rows.push(rowOf(file, test, fared, evidence));
  return rows;
}

function rowOf(file: string, test: string, fared: ReadonlyMap<string, Outcome>, evidence: Evidence): Row {
  const right = usable(evidence, 'right').filter((variant) => fared.has(keyOf(variant)));
  const failedBy = (variants: Variant[]) =>
    variants.flatMap((variant) => {
      const outcome = fared.get(keyOf(variant));
      return outcome?.state === 'failed' ? [{ way: variant.name, outcome }] : [];
    });
  const byChance = (variants: Variant[]) =>
    variants
      .filter((variant) => fared.get(keyOf(variant))?.isChance)
      .map(({ name, kind }) => ({ way: name, isRight: kind === 'right' }))[0];
  const failed = failedBy(right).filter(({ outcome }) => !outcome.isChance);
  const refusals = failed.filter(({ way }) => !evidence.withdrawn.has(refusalKey({ way, file, test })));
  const yours = evidence.variants.find(({ kind }) => kind === 'yours');
  // A test that failed only because of what ran before it may have failed a bug for the same reason. One that was only
  // slow may not.
  const isSteady = failed.every(
    ({ way, outcome }) => outcome.isTimeout || !evidence.withdrawn.has(refusalKey({ way, file, test })),
  );
  const wrong = usable(evidence, 'wrong');
  const onRight = byChance(right);
  const fails =
    isSteady && onRight === undefined
      ? failedBy(wrong)
          .filter(({ outcome }) => !outcome.isChance)
          .map(({ way }) => way)
      : [];
  const chance = onRight ?? (fails.length === 0 ? byChance(wrong) : undefined);
  const row = { file, test, refusals, fails, chance, asksFor: undefined };
  if ([...fared.values()].some(({ isSnapshot }) => isSnapshot)) return { ...row, verdict: 'snapshot' };
  if (refusals.length === 0) return { ...row, verdict: 'accepts' };
  if (refusals.length < right.length) return { ...row, verdict: 'refuses' };
  const own = yours === undefined ? undefined : fared.get(keyOf(yours));
  if (own?.isTimeout) return { ...row, verdict: 'slow' };
  const [asksFor, another] = usable(evidence, 'wrong')
    .filter((variant) => fared.get(keyOf(variant))?.state === 'passed')
    .map(({ name }) => name);
  return {
    ...row,
    verdict: own?.state === 'failed' ? 'red' : 'kept',
    asksFor: another === undefined ? asksFor : undefined,
  };
}

const whyLeftOut: Partial<Record<Row['verdict'], string>> = {
  kept: 'it passes with your client and with no other right one, so it asks for something only yours does',
  red: 'it passes neither with your client nor with any other right one',
  slow: 'it waits until its time is up, with your client as with every other',
  snapshot: 'reaches inside: a snapshot remembers what one client did',
};

function leftOut(rows: readonly Row[]): Judgement['notJudged'] {
  return rows.flatMap(({ file, test, verdict, asksFor }) => {
    const why = whyLeftOut[verdict];
    return why === undefined ? [] : [{ file, test, why, ...(asksFor !== undefined && { asksFor }) }];
  });
}

function catchersOf(bug: string, tests: readonly JudgedTest[]): CaughtBug['by'] {
  return tests
    .filter(({ refuses, fails }) => refuses.length === 0 && fails.includes(bug))
    .map(({ file, name }) => ({ file, test: name }));
}

/** A file of which nothing was executed says nothing, and must not count as content. */
function empty({ files, outcomes }: Evidence): Judgement['notJudged'] {
  return files
    .filter((file) => (outcomes.tests.get(file)?.size ?? 0) === 0)
    .map((file) => {
      const [failure] = outcomes.unloaded.get(file)?.values() ?? [];
      const why =
        failure === undefined ? 'no test in it was executed' : `it could not be loaded: ${failure.message}`;
      return { file, test: undefined, why };
    });
}

/** Variants of a kind that could be loaded. A client that cannot be loaded is the workbook's fault, and judges nothing. */
function usable({ variants, outcomes }: Evidence, kind: Variant['kind']): Variant[] {
  return variants.filter((variant) => variant.kind === kind && !outcomes.broken.has(keyOf(variant)));
}

function brokenVariants({ variants, outcomes }: Evidence): Judgement['notJudged'] {
  return variants.flatMap((variant) => {
    const message = outcomes.broken.get(keyOf(variant));
    if (message === undefined) return [];
    const whose = { right: 'the right client', yours: 'your client', wrong: 'the wrong client' }[
      variant.kind
    ];
    const name = variant.kind === 'yours' ? '' : ` ${variant.name}`;
    return [{ file: 'my-client', test: undefined, why: `${whose}${name} could not be loaded: ${message}` }];
  });
}
