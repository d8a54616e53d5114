import type { Kata } from '../kata/kata.ts';
import type { Judgement } from './judgement.ts';
import type { Judge } from './start-judge.ts';

/** Runs one test file with wrong clients, and says in a sentence or two whether it can fail. */
export async function breakIt(
  judge: Judge,
  kata: Kata,
  file: string,
  bugs: readonly { id: string; says: string }[],
): Promise<string> {
  return sayWhatFailed(await judge.judge({ kata, lastingFiles: [file] }), bugs);
}

export function sayWhatFailed(
  { tests, notJudged }: Judgement,
  bugs: readonly { id: string; says: string }[],
): string {
  const [left] = notJudged;
  const failed = bugs.find(({ id }) => tests.some(({ fails }) => fails.includes(id)));
  if (failed !== undefined)
    return `It can fail: with a client in which ${failed.says}, it is red. Your own files were not touched.`;
  if (tests.length === 0 && left !== undefined) return `That cannot be tried: ${left.why}.`;
  return 'No wrong client of this kata fails it. Break your own code for one save: if it stays green, the test checks nothing.';
}
