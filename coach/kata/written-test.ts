import type { OwnStep } from './kata.ts';

/** Where the solution keeps its own test of a step that leaves it to the learner, from the kata's folder in `solutions/`. */
export function writtenTest({ id }: OwnStep): string {
  return `steps/${id}.test.ts`;
}
