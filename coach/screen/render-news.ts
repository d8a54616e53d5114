import type { SeenFailure, SeenRun, State } from '../journal/replay.ts';
import { revealedFile } from '../kata/revealed-file.ts';
import { greenAtOnce, neverRed } from '../own-steps/never-red.ts';
import { count } from './count.ts';
import { offerFor } from './offer.ts';
import { lightWord, type Paint } from './paint.ts';
import type { View } from './view.ts';

/** What is worth saying about this run: a line or two, and nothing where nothing is new. */
export function renderNews(view: View, paint: Paint): string {
  const { run } = view.state;
  if (run === undefined) return '';
  const failure = run.failures[0];
  const lines = [
    ...predictionOf(run, view.state),
    ...(failure === undefined ? newsOfGreen(run, view) : newsOfFailure(failure, view)),
    ...(run.altered === undefined ? [] : [`The test is not as it was given: ${run.altered}`]),
    ...sideEffects(run, view),
    ...invitation(view),
  ];
  return lines.map((line) => paint.wrap(line)).join('\n');
}

function predictionOf({ light, predicted }: SeenRun, { prediction }: State): string[] {
  if (prediction !== undefined) return [`You expect your next save to show ${wordOf(prediction)}.`];
  if (predicted === undefined) return [];
  if (predicted === light) return [`As you expected: ${wordOf(light)}.`];
  return [`You expected ${wordOf(predicted)}, and it is ${wordOf(light)}: worth a moment before you go on.`];
}

function newsOfGreen(run: SeenRun, { state, step, kata }: View): string[] {
  if (run.light !== 'green' || state.beat === 'done') return [];
  const taken = sinceLastGreen(run);
  if (step?.kind === 'refactor')
    return step.afterRelease === true && taken.length > 0
      ? [...taken, 'No test turned red: nothing changed that a caller could notice.']
      : taken;
  if (step?.kind !== 'test') {
    const [first] = greenAtOnce(state, kata, step);
    if (first === undefined) return taken;
    return [
      `"${first.name}" was green at once: your client does this already. Nobody has seen it fail, so it may check nothing. [b] tries it with wrong clients, on a copy.`,
    ];
  }
  const seen = state.evidence.filter(
    (event) => event.type === 'run' && event.tests.some(({ file }) => file === revealedFile(kata, step.test)),
  );
  if (seen.length === 1)
    return [
      'Green at once: your last step already did this. This test has never been red, so it may check nothing. [b] tries it with wrong clients, on a copy.',
    ];
  const untested = neverRed(state, kata, step).length > 0;
  return [
    ...taken,
    ...(untested ? ['This test has not been red yet. [b] tries it with wrong clients, on a copy.'] : []),
    'Tidy up now if something is ugly; every save is checked. Then [n].',
  ];
}

/** How large the step was. */
function sinceLastGreen({ changed = [], sinceGreenMs }: SeenRun): string[] {
  if (changed.length === 0 || sinceGreenMs === undefined) return [];
  const minutes = Math.max(1, Math.round(sinceGreenMs / 60_000));
  const where = changed.map(({ file, lines }) => `${count(lines, 'line')} in ${file}`).join(', ');
  return [`Since the last green: ${count(minutes, 'minute')}, ${where}.`];
}

function newsOfFailure(failure: SeenFailure, { state, step }: View): string[] {
  // A refactoring before the release turns tests red for good reason.
  if (step?.kind === 'refactor') return failure.wasGreen ? ['This test was green until this save.'] : [];
  const offer = offerFor(state);
  if (offer !== undefined)
    return [`The same failure, ${ordinal(failure.repeats)} time after an edit.`, offer];
  if (failure.repeats === 2) return ['The same failure as before.'];
  if (state.run?.mended !== undefined) return [`"${state.run.mended}" is green now.`];
  if (failure.isNew && failure.was !== undefined) {
    const news = failure.isProgress ? 'A new failure: progress.' : 'A different failure.';
    return [`${news} It was: ${failure.was}`];
  }
  if (isFirstRed(state) && failure.kind === 'assertion')
    return [
      'Your first red, and you can trust it: the test ran, compared, and said no. Now type the least that turns it green.',
    ];
  return [];
}

/** Tests of earlier steps that this save turned red. */
function sideEffects({ failures }: SeenRun, { step, kata }: View): string[] {
  if (step === undefined || step.kind === 'refactor') return [];
  const given = step.kind === 'test' ? revealedFile(kata, step.test) : undefined;
  return failures
    .filter(({ wasGreen, light, file }) => wasGreen && light === 'red' && file !== given)
    .slice(0, 2)
    .map(({ test, file, isFickle }) =>
      isFickle
        ? `"${test ?? file}" was green a moment ago, and your client is the same: its verdict is chance.`
        : `A side effect: "${test ?? file}" was green until this save.`,
    );
}

/** Asked for once in each of the first two katas; afterwards it is there, on its key. */
function invitation({ state, kata }: View): string[] {
  const isAsked = ['01', '02'].includes(kata.id) && state.step === 2 && !state.hasPredicted;
  return isAsked && state.run?.light === 'red' && state.isRunOfStep
    ? ['Before you save again: which light do you expect? [p] writes it down.']
    : [];
}

/** Of the whole workbook, not of this kata. */
function isFirstRed({ evidence }: State): boolean {
  return evidence.filter((event) => event.type === 'run' && event.light === 'red').length === 1;
}

function wordOf(light: SeenRun['light']): string {
  return lightWord[light].slice(2).toLowerCase();
}

function ordinal(number: number): string {
  return ['zeroth', 'first', 'second', 'third', 'fourth', 'fifth'][number] ?? `${number}th`;
}
