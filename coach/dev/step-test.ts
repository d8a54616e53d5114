import type { Kata, OwnStep, Step, TestStep } from '../kata/kata.ts';
import { revealedFile } from '../kata/revealed-file.ts';
import { writtenTest } from '../kata/written-test.ts';

/** A step that has a test to prove: one that is given, or the one the solution wrote where the learner writes their own. */
export type TestedStep = TestStep | OwnStep;

export function isTested(step: Step): step is TestedStep {
  return step.kind !== 'refactor';
}

/** Where the test of a step stands while it is proved. */
export function provedFile(kata: Kata, step: TestedStep): string {
  return revealedFile(kata, step.kind === 'test' ? step.test : `${step.id}.test.ts`);
}

/** Where an author finds it. */
export function authoredFile({ slug }: Kata, step: TestedStep): string {
  return step.kind === 'test' ? `katas/${slug}/steps/${step.test}` : `solutions/${slug}/${writtenTest(step)}`;
}
