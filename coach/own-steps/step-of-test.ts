import type { Kata, Step } from '../kata/kata.ts';
import { revealedFile } from '../kata/revealed-file.ts';
import { isSameSaid, titleIn } from '../test-list/tick-list.ts';

/** The step that a test is about: it was given there, or says the same; else it is the one at work. */
export function stepOfTest(
  kata: Kata,
  atWork: Step | undefined,
  { file, name }: { file: string; name: string },
): Step | undefined {
  const said = kata.steps.find((step) =>
    step.kind === 'test' ? revealedFile(kata, step.test) === file : isSameSaid(step.title, titleIn(name)),
  );
  return said ?? atWork;
}
