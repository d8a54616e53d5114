import type { Bench } from '../judge/bench.ts';
import { outcomesOf, splitName } from '../judge/outcome.ts';
import type { Round, Sheet } from '../judge/sheet.ts';
import { keyOf } from '../judge/variant.ts';
import type { Bug } from '../kata/kata.ts';
import { lightOf } from '../lights/light-of.ts';
import type { RunRecord } from '../run/record.ts';
import type { Broken } from './claim.ts';
import type { Content } from './content.ts';
import type { Plan } from './plan.ts';
import { recordFor } from './record-for.ts';

/** Runs a plan in one go, and again alone where something is not as it must be. */
export async function checkRuns(content: Content, plan: Plan, bench: Bench): Promise<Broken[]> {
  const { record: first, broken } = await runAll(plan, bench);
  const record = await lookAgain(content, plan, first, bench);
  // Where a file had to be left out, its bugs would all seem to escape.
  if (broken.length === 0) broken.push(...checkBugs(content, record));
  broken.push(...folded(surprisesIn(plan, record).map(({ broken }) => broken)));
  broken.push(...checkCoupled(plan, record));
  broken.push(...timeoutsIn(plan, record).map(({ broken }) => broken));
  return broken;
}

/** Something not as it must be: which test file met which variant, and how to say it. */
type Surprise = { file: string; variant: string; broken: Broken };

/** Where much is broken the first few tell enough, and each second look costs a worker. */
const secondLooks = 10;

/**
 * What is not as it must be gets a second look in a worker of its own, and only what is seen there counts: nobody is to
 * search for what another client left behind, or for a time-out of a busy machine.
 */
async function lookAgain(
  { field }: Content,
  plan: Plan,
  record: RunRecord,
  bench: Bench,
): Promise<RunRecord> {
  const elsewhere = field.bugs.flatMap((bug) =>
    rejecting(bug, record)
      .filter(({ name }) => !isIn(bug, name))
      .map(({ file }) => ({ file, variant: keyOf({ kind: 'wrong', name: bug.id }) })),
  );
  const doubtful = [...surprisesIn(plan, record), ...timeoutsIn(plan, record), ...elsewhere];
  const pairs = new Map(doubtful.map(({ file, variant }) => [`${variant} ${file}`, { file, variant }]));
  let seen = record;
  for (const { file, variant } of [...pairs.values()].slice(0, secondLooks)) {
    const alone = await bench.run(sheetOf(plan, [{ file, variants: [variant] }], true));
    if (alone.killed !== undefined) continue;
    const others = seen.tests.filter((test) => test.file !== file || splitName(test.name)[0] !== variant);
    seen = { ...seen, tests: [...others, ...alone.tests] };
  }
  return seen;
}

async function runAll(plan: Plan, bench: Bench): Promise<{ record: RunRecord; broken: Broken[] }> {
  const broken: Broken[] = [];
  const spinning = new Set<string>();
  for (;;) {
    const rounds = roundsOf(plan).filter(({ file }) => !spinning.has(file));
    const record = await bench.run(sheetOf(plan, rounds, false));
    if (record.killed === undefined) return { record, broken };
    const { file = rounds[0]?.file ?? '', test } = record.killed;
    spinning.add(file);
    broken.push({
      claim: 'right',
      file: plan.authored.get(file) ?? file,
      what: `it never ended${test === undefined ? '' : `, at "${test}"`}, and had to be stopped`,
      cure: 'A client and a test end by themselves; find the loop.',
    });
    if (rounds.length <= 1) return { record: { ...record, killed: undefined }, broken };
  }
}

function roundsOf({ expectations, trials, coupled }: Plan): Round[] {
  const rounds = new Map<string, Set<string>>();
  const meet = (file: string, variant: string) => {
    const variants = rounds.get(file) ?? new Set();
    rounds.set(file, variants.add(variant));
  };
  for (const { file, variant } of expectations) meet(file, variant);
  for (const { file, variants } of coupled) for (const variant of variants) meet(file, variant);
  for (const { file, variant } of trials) meet(file, variant);
  return [...rounds].map(([file, variants]) => ({ file, variants: [...variants] }));
}

function sheetOf({ variants, tests }: Plan, rounds: Round[], apart: boolean): Sheet {
  return {
    variants: Object.fromEntries(
      variants.map((variant) => [keyOf(variant), Object.fromEntries(variant.modules)]),
    ),
    tests: Object.fromEntries(tests),
    rounds,
    apart,
  };
}

function surprisesIn(plan: Plan, record: RunRecord): Surprise[] {
  const ran = new Set(record.files.map(({ file }) => file));
  return plan.expectations
    .filter(({ file }) => ran.has(file))
    .flatMap(({ file, variant, holds, broken }) => {
      const verdict = lightOf(recordFor(record, file, variant, plan.tests.get(file) ?? ''));
      return holds(verdict) ? [] : [{ file, variant, broken: broken(verdict) }];
    });
}

/** One line for a test that is wrong in the same way at several places. */
function folded(broken: readonly Broken[]): Broken[] {
  const groups = new Map<string, { first: Broken; others: number }>();
  for (const one of broken) {
    const key = JSON.stringify([one.claim, one.file, one.cure]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: one, others: 0 });
    else group.others += 1;
  }
  return [...groups.values()].map(({ first, others }) =>
    others === 0
      ? first
      : { ...first, what: `${first.what}; and not as it must be at ${others} more places` },
  );
}

function checkBugs({ kata, field }: Content, record: RunRecord): Broken[] {
  const broken: Broken[] = [];
  const file = `solutions/${kata.slug}/bugs.ts`;
  const ran = new Set(record.tests.map(({ name }) => splitName(name)[0]));
  const { broken: unloaded } = outcomesOf(record);
  for (const bug of field.bugs) {
    const key = keyOf({ kind: 'wrong', name: bug.id });
    if (!ran.has(key)) continue;
    const thrown = unloaded.get(key);
    if (thrown !== undefined) {
      broken.push({
        claim: 'bugs',
        file,
        what: `bug "${bug.id}" cannot be loaded: ${thrown}`,
        cure: 'A bug throws nothing at import: it must be a client that a test can meet.',
      });
      continue;
    }
    const by = rejecting(bug, record);
    const elsewhere = by.filter(({ name }) => !isIn(bug, name)).map(({ name }) => `"${name}"`);
    if (by.length === 0)
      broken.push({
        claim: 'bugs',
        file,
        what: `no lasting test rejects bug "${bug.id}"`,
        cure: `Add a test to the describe "${bug.breaks}", or make the bug matter.`,
      });
    if (elsewhere.length > 0)
      broken.push({
        claim: 'bugs',
        file,
        what: `bug "${bug.id}" breaks "${bug.breaks}", and is rejected by ${elsewhere.join(', ')} too`,
        cure: 'One bug breaks one behaviour: make the bug smaller, the test more exact, or correct "breaks".',
      });
  }
  if (kata.curates && field.bugs.length === 0)
    broken.push({ claim: 'bugs', file, what: 'there is no bug', cure: 'Write four to six plausible ones.' });
  return broken;
}

/** The lasting tests that fail with a bug. */
function rejecting({ id }: Bug, record: RunRecord): { file: string; name: string }[] {
  const key = keyOf({ kind: 'wrong', name: id });
  const lasting = [...outcomesOf(record).tests].filter(([file]) => file.startsWith('lasting/'));
  return lasting.flatMap(([file, tests]) =>
    [...tests].filter(([, fared]) => fared.get(key)?.state === 'failed').map(([name]) => ({ file, name })),
  );
}

/** Whether a test stands in the describe that a bug is said to break. */
function isIn({ breaks }: Bug, name: string): boolean {
  return name.startsWith(`${breaks} > `);
}

/** A coupled test is exempt because another right client fails it. One that none fails is not coupled. */
function checkCoupled({ coupled, authored }: Plan, record: RunRecord): Broken[] {
  const { tests, unloaded } = outcomesOf(record);
  return coupled
    .filter(
      ({ file, variants }) =>
        !variants.some(
          (variant) =>
            unloaded.get(file)?.has(variant) ||
            [...(tests.get(file)?.values() ?? [])].some((fared) => fared.get(variant)?.state === 'failed'),
        ),
    )
    .map(({ file }) => ({
      claim: 'right',
      file: authored.get(file) ?? file,
      what: 'it is marked as coupled, and every other right client passes it',
      cure: 'Take "coupled: true" away, or add the other way that fails it.',
    }));
}

/** A learner waits for every test that waits. Only a test seen before its step may: there the waiting is the news. */
function timeoutsIn({ expectations, authored }: Plan, record: RunRecord): Surprise[] {
  const mayWait = new Set(
    expectations
      .filter(({ variant }) => variant.startsWith('right:state '))
      .map(({ file, variant }) => `${variant} ${file}`),
  );
  const found: Surprise[] = [];
  for (const [file, tests] of outcomesOf(record).tests)
    for (const [name, fared] of tests)
      for (const [variant, { isTimeout }] of fared)
        if (isTimeout && !mayWait.has(`${variant} ${file}`))
          found.push({
            file,
            variant,
            broken: {
              claim: 'bugs',
              file: authored.get(file) ?? file,
              what: `"${name}" waits for its time-out with ${variant.replace(':', ' client ')}`,
              cure: 'Let time pass on the fake clock, and look at what has happened by then.',
            },
          });
  return found;
}
