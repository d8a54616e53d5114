import type { Kata } from './kata.ts';

/** A replayed kata is shown, and one without new behaviour has no call to wish for. */
export function hasSketch({ help, steps }: Kata): boolean {
  return help !== 'replay' && (steps.length === 0 || steps.some(({ kind }) => kind !== 'refactor'));
}
