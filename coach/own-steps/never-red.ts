import type { State } from '../journal/replay.ts';
import type { Kata, Step } from '../kata/kata.ts';
import { isOwnFile } from '../kata/own-file.ts';
import { revealedFile } from '../kata/revealed-file.ts';
import { trustOfAll } from '../trust/trust-of-all.ts';

/** Green tests that nobody has seen fail: of the step that is given, and of the learner's own. */
export function neverRed(state: State, kata: Kata, step: Step | undefined): { file: string; name: string }[] {
  if (state.run?.light !== 'green') return [];
  const given = step?.kind === 'test' ? revealedFile(kata, step.test) : undefined;
  const passed = new Set(
    state.run.tests.filter((test) => test.state === 'passed').map(({ file, name }) => `${file} > ${name}`),
  );
  return trustOfAll(state.evidence)
    .filter(({ file, name, trust }) => trust === 'untrusted' && passed.has(`${file} > ${name}`))
    .filter(({ file }) => file === given || isOwnFile(file))
    .map(({ file, name }) => ({ file, name }));
}

/** Those among them that no earlier run has shown: green at once. */
export function greenAtOnce(
  state: State,
  kata: Kata,
  step: Step | undefined,
): { file: string; name: string }[] {
  const before = state.evidence.findLast((event) => event.type === 'run' && event.at !== state.run?.at);
  const shown = new Set(
    before?.type === 'run' ? before.tests.map(({ file, name }) => `${file} > ${name}`) : [],
  );
  return neverRed(state, kata, step).filter(({ file, name }) => !shown.has(`${file} > ${name}`));
}
