import type { Beat, Kata, Step } from './kata.ts';

/** The steps that belong to a beat: all of them to red-green, but for the refactorings kept for after the release. */
export function stepsOf(kata: Kata, beat: Beat): Step[] {
  const later = (step: Step) => step.kind === 'refactor' && step.afterRelease === true;
  if (beat === 'again') return kata.steps.filter(later);
  return kata.steps.filter((step) => !later(step));
}
