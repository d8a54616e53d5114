import type { Bench } from '../judge/bench.ts';
import { outcomesOf } from '../judge/outcome.ts';
import type { Round, Sheet } from '../judge/sheet.ts';
import { keyOf } from '../judge/variant.ts';
import { lightOf } from '../lights/light-of.ts';
import type { RunRecord } from '../run/record.ts';
import type { Broken } from './claim.ts';
import type { Content } from './content.ts';
import type { Expectation } from './expectation.ts';
import type { Plan } from './plan.ts';
import { recordFor } from './record-for.ts';

/** Runs a plan in one go, and again alone where something is not as expected. */
export async function checkRuns(content: Content, plan: Plan, bench: Bench): Promise<Broken[]> {
  const { record, broken } = await runAll(content, plan, bench);
  broken.push(...(await checkExpectations(plan, record, bench)));
  broken.push(...checkBugs(content, plan, record), ...checkCoupled(content, plan, record));
  broken.push(...checkTimeouts(content, plan, record));
  return broken;
}

async function runAll(
  { kata }: Content,
  plan: Plan,
  bench: Bench,
): Promise<{ record: RunRecord; broken: Broken[] }> {
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
      file: `${kata.slug}: ${file}`,
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

/** Where much is broken the first few tell enough, and each second look costs a worker. */
const secondLooks = 8;

/** What is not as expected gets a second look in a worker of its own: nobody is to search for what another left behind. */
async function checkExpectations(plan: Plan, record: RunRecord, bench: Bench): Promise<Broken[]> {
  const verdictOn = ({ file, variant }: Expectation, of: RunRecord) =>
    lightOf(recordFor(of, file, variant, plan.tests.get(file) ?? ''));
  const ran = new Set(record.files.map(({ file }) => file));
  const broken: Broken[] = [];
  for (const expectation of plan.expectations) {
    const { file, variant } = expectation;
    if (!ran.has(file)) continue;
    let verdict = verdictOn(expectation, record);
    if (expectation.holds(verdict)) continue;
    if (broken.length < secondLooks) {
      const alone = await bench.run(sheetOf(plan, [{ file, variants: [variant] }], true));
      if (alone.killed === undefined) verdict = verdictOn(expectation, alone);
    }
    if (!expectation.holds(verdict)) broken.push(expectation.broken(verdict));
  }
  return folded(broken);
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

function checkBugs({ kata, field }: Content, { variants }: Plan, record: RunRecord): Broken[] {
  const { tests } = outcomesOf(record);
  const broken: Broken[] = [];
  for (const bug of field.bugs) {
    const key = keyOf({ kind: 'wrong', name: bug.id });
    if (!variants.some((variant) => keyOf(variant) === key)) continue;
    const rejecting = [...tests]
      .filter(([file]) => file.startsWith('lasting/'))
      .flatMap(([, inFile]) => [...inFile].filter(([, fared]) => fared.get(key)?.state === 'failed'))
      .map(([name]) => name);
    const file = `solutions/${kata.slug}/bugs.ts`;
    if (rejecting.length === 0)
      broken.push({
        claim: 'bugs',
        file,
        what: `no lasting test rejects bug "${bug.id}"`,
        cure: `Add a test to the describe "${bug.breaks}", or make the bug matter.`,
      });
    const elsewhere = rejecting.filter(
      (name) => name.split(' > ', 1)[0] !== bug.breaks || !name.includes(' > '),
    );
    if (elsewhere.length > 0)
      broken.push({
        claim: 'bugs',
        file,
        what: `bug "${bug.id}" breaks "${bug.breaks}", and is rejected by "${elsewhere.join('", "')}" too`,
        cure: 'One bug breaks one behaviour: make the bug smaller, the test more exact, or correct "breaks".',
      });
  }
  if (kata.curates && field.bugs.length === 0)
    broken.push({
      claim: 'bugs',
      file: `solutions/${kata.slug}/bugs.ts`,
      what: 'there is no bug',
      cure: 'Write four to six plausible ones.',
    });
  return broken;
}

/** A coupled test is exempt because another right client fails it. One that none fails is not coupled. */
function checkCoupled({ kata }: Content, { coupled }: Plan, record: RunRecord): Broken[] {
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
      file: `katas/${kata.slug}/steps/${file.split('/').at(-1)}`,
      what: 'it is marked as coupled, and every other right client passes it',
      cure: 'Take "coupled: true" away, or add the other way that fails it.',
    }));
}

/** A learner waits for every test that waits. Only a test seen before its step may: there the waiting is the news. */
function checkTimeouts({ kata }: Content, { expectations }: Plan, record: RunRecord): Broken[] {
  const mayWait = new Set(
    expectations
      .filter(({ variant }) => variant.startsWith('right:state '))
      .map(({ file, variant }) => `${file} ${variant}`),
  );
  const broken: Broken[] = [];
  for (const [file, tests] of outcomesOf(record).tests)
    for (const [name, fared] of tests)
      for (const [variant, { isTimeout }] of fared)
        if (isTimeout && !mayWait.has(`${file} ${variant}`))
          broken.push({
            claim: 'bugs',
            file: `${kata.slug}: ${file}`,
            what: `"${name}" waits for its time-out with ${variant.replace(':', ' client ')}`,
            cure: 'Let time pass on the fake clock, and look at what has happened by then.',
          });
  return broken;
}
