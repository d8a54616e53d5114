import type { Kata } from '../kata/kata.ts';
import type { Judgement } from './judgement.ts';
import type { Judge } from './start-judge.ts';

type Name = { file: string; name: string };
type Wrong = { id: string; says: string };

/** What became of tests that were held against wrong clients, and what to say of it. */
export type Tried = { tests: { file: string; name: string; fails: string[] }[]; say: string };

/** Runs tests with wrong clients, and says in a sentence or two of each whether it can fail. */
export async function breakIt(
  judge: Judge,
  kata: Kata,
  wanted: readonly Name[],
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

export function sayWhatFailed(judgement: Judgement, wanted: readonly Name[], bugs: readonly Wrong[]): string {
  const rest = wanted.length - mostNamed;
  return [
    ...wanted.slice(0, mostNamed).map((name) => sayOf(judgement, name, bugs)),
    ...(rest > 0 ? [`${rest} more ${rest === 1 ? 'was' : 'were'} tried.`] : []),
    'Your own files were not touched.',
  ].join('\n');
}

function sayOf({ tests, notJudged }: Judgement, name: Name, bugs: readonly Wrong[]): string {
  const tried = tests.find((test) => isSame(test, name));
  const failed = bugs.filter(({ id }) => tried?.fails.includes(id));
  if (failed.length > 0) {
    const named = failed.slice(0, mostNamed).map(({ says }) => says);
    return `"${name.name}" can fail: it is red with ${failed.length} of ${bugs.length} wrong clients${failed.length > named.length ? ', such as' : ''}: ${named.join('; ')}.`;
  }
  const left = notJudged.find(({ file, test }) => file === name.file && (test ?? name.name) === name.name);
  if (tried === undefined && left !== undefined) return `"${name.name}" cannot be tried: ${left.why}.`;
  return `No wrong client of this kata fails "${name.name}". Break your own code for one save: if it stays green, it checks nothing.`;
}

function isSame(one: Name, other: Name): boolean {
  return one.file === other.file && one.name === other.name;
}
