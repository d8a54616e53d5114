import type { Kata } from '../kata/kata.ts';
import type { Judgement } from './judgement.ts';
import type { Judge } from './start-judge.ts';

/** `step`: what the test is about, where that is known. */
type Wanted = { file: string; name: string; step?: string | undefined };
type Wrong = { id: string; says: string; step?: string };

/** What became of tests that were held against wrong clients, and what to say of it. */
export type Tried = { tests: { file: string; name: string; fails: string[] }[]; say: string };

/** Runs tests with wrong clients, and says in a sentence or two of each whether it can fail. */
export async function breakIt(
  judge: Judge,
  kata: Kata,
  wanted: readonly Wanted[],
  bugs: readonly Wrong[],
): Promise<Tried> {
  const lastingFiles = [...new Set(wanted.map(({ file }) => file))];
  const judgement = await judge.judge({ kata, lastingFiles });
  return {
    tests: judgement.tests
      .filter((test) => wanted.some((name) => isSame(name, test)))
      .map(({ file, name, fails }) => ({ file, name, fails })),
    say: sayWhatFailed(judgement, wanted, bugs),
  };
}

/** More would not be read. */
const mostNamed = 3;

export function sayWhatFailed(
  judgement: Judgement,
  wanted: readonly Wanted[],
  bugs: readonly Wrong[],
): string {
  const rest = wanted.length - mostNamed;
  return [
    ...wanted.slice(0, mostNamed).map((name) => sayOf(judgement, name, bugs)),
    ...(rest > 0 ? [`${rest} more ${rest === 1 ? 'was' : 'were'} tried.`] : []),
    'Your own files were not touched.',
  ].join('\n');
}

function sayOf({ tests, notJudged }: Judgement, wanted: Wanted, bugs: readonly Wrong[]): string {
  const { file, name, step } = wanted;
  const tried = tests.find((test) => isSame(test, wanted));
  const left = notJudged.find((one) => one.file === file && (one.test ?? name) === name);
  if (tried === undefined && left !== undefined) return `"${name}" cannot be tried: ${left.why}.`;
  const failed = bugs.filter(({ id }) => tried?.fails.includes(id));
  const meant = bugs.filter((bug) => step !== undefined && bug.step === step);
  const caught = meant.filter((bug) => failed.includes(bug));
  const ofStep = (of: readonly Wrong[]) =>
    `${of.length > 1 ? 'those' : 'the one'} that this step is about: ${named(of)}`;
  const missed = meant.length > 0 && caught.length === 0 ? ` It stays green with ${ofStep(meant)}.` : '';
  if (failed.length === 0)
    return `No wrong client of this kata fails "${name}".${missed} Break your own code for one save: if it stays green, it checks nothing.`;
  const canFail = `"${name}" can fail: it is red with ${failed.length} of ${bugs.length} wrong clients`;
  if (caught.length > 0)
    return `${canFail}${caught.length < failed.length ? ', among them' : ','} ${ofStep(caught)}.`;
  return `${canFail}${failed.length > mostNamed ? ', such as' : ''}: ${named(failed)}.${missed}`;
}

function named(bugs: readonly Wrong[]): string {
  return bugs
    .slice(0, mostNamed)
    .map(({ says }) => says)
    .join('; ');
}

function isSame(one: Wanted, other: Wanted): boolean {
  return one.file === other.file && one.name === other.name;
}
