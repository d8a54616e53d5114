import type { Kata } from './kata.ts';
import { revealedFile } from './revealed-file.ts';

/** A good place for the tests that a learner writes in a kata. Any file in `throwaway/` will do. */
export function ownFile({ slug }: Kata): string {
  return `throwaway/${slug}.test.ts`;
}

/** Whether a test file is the learner's own: in `throwaway/`, and not given by this kata. */
export function isOwnFile(kata: Kata, file: string): boolean {
  const isGiven = kata.steps.some((step) => step.kind === 'test' && revealedFile(kata, step.test) === file);
  return file.startsWith('throwaway/') && !isGiven;
}
