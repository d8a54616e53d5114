import type { Step } from './kata.ts';

/** What a step is known by where it has no number: in the edits of the solution, and in the hints of the journal. */
export function topicOf(step: Step): string {
  return step.kind === 'test' ? step.test : step.id;
}
