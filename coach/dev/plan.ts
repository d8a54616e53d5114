import { overlay, type Tree, testsIn } from '../judge/tree.ts';
import { keyOf, rightVariants, type Variant, wrongVariants } from '../judge/variant.ts';
import type { Kata, Step } from '../kata/kata.ts';
import { topicOf } from '../kata/topic-of.ts';
import type { Broken, Claim } from './claim.ts';
import type { Content } from './content.ts';
import { type Expectation, inWords } from './expectation.ts';
import { authoredFile, isTested, provedFile, type TestedStep } from './step-test.ts';

/** All that has to be run for a kata, and what it has to show. */
export type Plan = {
  variants: Variant[];
  tests: Tree;
  expectations: Expectation[];
  /** Lasting test files and the wrong clients they meet. */
  trials: { file: string; variant: string }[];
  coupled: { file: string; variants: string[] }[];
  /** Where an author finds each test file. */
  authored: ReadonlyMap<string, string>;
};

/** `earlier` are the katas before, in order: their tests are in a learner's folder until a release, or for good. */
export function planOf(content: Content, states: readonly Tree[], earlier: readonly Content[]): Plan {
  const { kata, steps, field, stepTests, lasting } = content;
  const stateVariants = states.map(
    (modules, index): Variant => ({ kind: 'right', name: `state ${index}`, modules }),
  );
  const right = rightVariants(field);
  const { variants: wrong } = wrongVariants(field);
  const live = liveTests(earlier);
  const earlierLasting = overlay(...earlier.map(movedLasting));
  const stateKey = (index: number) => `right:state ${index}`;
  const own: StepTest[] = steps.flatMap((step, index) =>
    isTested(step) && stepTests.has(provedFile(kata, step))
      ? [{ kata, step, file: provedFile(kata, step), since: index + 1 }]
      : [],
  );
  const expectations: Expectation[] = [];
  const authored = new Map<string, string>([
    ...[...live, ...own].map(({ kata: of, step, file }) => [file, authoredFile(of, step)] as const),
    ...testsIn(lasting).map((file) => [file, `solutions/${kata.slug}/${file}`] as const),
    ...testsIn(earlierLasting).map(
      (file) => [file, file.replace(/^lasting\/([^/]+)/, 'solutions/$1/lasting')] as const,
    ),
  ]);
  const expect = (claim: Claim, file: string, variant: string, wanted: string, where: string, cure: string) =>
    expectations.push({
      file,
      variant,
      holds: (verdict) =>
        wanted === 'refused'
          ? verdict.light === 'red' && verdict.failures.every(({ kind }) => kind === 'assertion')
          : verdict.light === wanted,
      broken: (verdict): Broken => ({
        claim,
        file: authored.get(file) ?? file,
        what: `it must be ${wanted === 'refused' ? 'red by assertion' : wanted} ${where}; it is ${inWords(verdict)}`,
        cure,
      }),
    });

  // From the first refactoring on, tests that look at how the client asks are red, and stay so.
  const refactored = steps.findIndex((step) => step.kind === 'refactor' && step.afterRelease !== true);
  const isRefactored = (state: number) => refactored !== -1 && state > refactored;
  const released = steps.findIndex((step) => step.kind === 'refactor' && step.afterRelease === true);
  /** The last state in which throwaway tests are still there. */
  const lastGiven = released === -1 ? steps.length : released;

  for (const { step, file, since } of own) {
    expect(
      'steps',
      file,
      stateKey(since - 1),
      step.firstLight ?? 'red',
      'before its step',
      'A step begins with a light the learner can learn from: change the test, the order, or the edits.',
    );
  }
  for (const { step, file, since } of [...live, ...own]) {
    for (let state = since; state <= lastGiven; state += 1) {
      const after = state === 0 ? 'when the kata begins' : `after step "${stepKeyAt(steps, state)}"`;
      const isCoupled = isCoupledStep(step) && isRefactored(state);
      if (isCoupled)
        expect(
          'refactors',
          file,
          stateKey(state),
          'refused',
          after,
          'A coupled test must feel the refactoring: let it look at what the refactoring changes, or take "coupled" away.',
        );
      else
        expect(
          isRefactored(state) ? 'refactors' : 'steps',
          file,
          stateKey(state),
          'green',
          after,
          'Change the edits in steps.ts, or the test.',
        );
    }
  }
  for (const { step, file } of own) {
    if (isCoupledStep(step)) continue;
    for (const variant of right)
      expect(
        'right',
        file,
        keyOf(variant),
        'green',
        `with the right client "${variant.name}"`,
        'Ask only for what every right client does, or mark the step "coupled: true".',
      );
  }
  for (const { id, step } of field.bugs) {
    const about = own.find((test) => topicOf(test.step) === step);
    if (about !== undefined)
      expect(
        'bugs',
        about.file,
        keyOf({ kind: 'wrong', name: id }),
        'red',
        `with bug "${id}", which is said to be about its step`,
        'Give the bug the step whose test rejects it, or none.',
      );
  }
  for (const file of testsIn(lasting)) {
    for (const variant of right)
      expect(
        'right',
        file,
        keyOf(variant),
        'green',
        `with the right client "${variant.name}"`,
        'Ask only for what every right client does, or correct that client.',
      );
    for (let state = lastGiven; state < states.length; state += 1)
      expect(
        'refactors',
        file,
        stateKey(state),
        'green',
        state === lastGiven ? 'at the release' : `after the refactoring "${stepKeyAt(steps, state)}"`,
        'A lasting test must not feel a refactoring.',
      );
  }
  for (const file of testsIn(earlierLasting))
    expect(
      'right',
      file,
      'right:solution',
      'green',
      'with the solution of this kata',
      'What an earlier kata promised still holds: correct the solution.',
    );

  return {
    authored,
    variants: [...stateVariants, ...right, ...wrong],
    tests: overlay(new Map(live.map(({ file, text }) => [file, text])), stepTests, earlierLasting, lasting),
    expectations,
    trials: testsIn(lasting).flatMap((file) => wrong.map((variant) => ({ file, variant: keyOf(variant) }))),
    coupled: own
      .filter(({ step }) => isCoupledStep(step))
      .map(({ file }) => ({
        file,
        variants: right.filter(({ name }) => name !== 'solution').map(keyOf),
      })),
  };
}

type StepTest = {
  kata: Kata;
  step: TestedStep;
  file: string;
  /** The first state of this kata that it has to accept. */
  since: number;
};

/** Only a given test may look at how the client asks: what the solution wrote is shown as how to write one. */
function isCoupledStep(step: TestedStep): boolean {
  return step.kind === 'test' && step.coupled === true;
}

/** Tests of the steps of earlier katas that no release has taken away yet. */
function liveTests(earlier: readonly Content[]): (StepTest & { text: string })[] {
  const lastRelease = earlier.findLastIndex(({ kata }) => kata.curates);
  return earlier.slice(lastRelease + 1).flatMap(({ kata, steps, stepTests }) =>
    steps.flatMap((step) => {
      if (!isTested(step)) return [];
      const file = provedFile(kata, step);
      const text = stepTests.get(file);
      return text === undefined ? [] : [{ kata, step, file, since: 0, text }];
    }),
  );
}

/** Lasting tests of an earlier kata, in a folder of their own: two katas may use the same name. */
function movedLasting({ kata, lasting }: Content): Tree {
  return new Map(
    [...lasting].map(([file, text]) => [file.replace(/^lasting\//, `lasting/${kata.slug}/`), text]),
  );
}

function stepKeyAt(steps: readonly Step[], state: number): string {
  const step = steps[state - 1];
  return step === undefined ? '?' : topicOf(step);
}
