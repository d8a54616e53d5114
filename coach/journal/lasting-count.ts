import type { State } from './replay.ts';

/** How many lasting tests there are. The rows of one `test.each` are one test: somebody wrote it once. */
export function lastingCount({ run }: State): number {
  return new Set(run?.tests.filter(({ file }) => file.startsWith('lasting/')).map(({ hash }) => hash)).size;
}
