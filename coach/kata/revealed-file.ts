import type { Kata } from './kata.ts';

/** Where a given test stands in the learner's folder. */
export function revealedFile(kata: Kata, test: string): string {
  return `throwaway/kata-${kata.id}/${test}`;
}
