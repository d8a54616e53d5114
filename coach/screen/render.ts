import type { State } from '../journal/replay.ts';
import { hasSketch } from '../kata/has-sketch.ts';
import { boxMinutes } from '../kata/is-box-over.ts';
import { isOneSitting } from '../kata/is-one-sitting.ts';
import type { Beat, Kata } from '../kata/kata.ts';
import { stepsOf } from '../kata/steps-of.ts';
import { topicOf } from '../kata/topic-of.ts';
import { kataPlace } from '../moving/kata-place.ts';
import { neverRed } from '../own-steps/never-red.ts';
import { ownProgress } from '../own-steps/own-progress.ts';
import { type Look, type Paint, paintFor } from './paint.ts';
import { renderBox } from './render-box.ts';
import { renderCurate } from './render-curate.ts';
import { renderDone } from './render-done.ts';
import { renderGoal } from './render-goal.ts';
import { renderRelease } from './render-release.ts';
import { renderRun } from './render-run.ts';
import { renderSketch } from './render-sketch.ts';
import { renderWhole } from './render-whole.ts';
import type { View } from './view.ts';

/** One whole screen as text. Pure: the same view gives the same screen. */
export function render(view: View, look: Look): string {
  const paint = paintFor(look);
  const { moment } = view;
  const blocks = [
    moment.preflight ?? '',
    renderHead(view, paint),
    moment.whole ? renderWhole(view, paint) : renderBeat(view, paint),
    renderBox(view, paint),
    moment.say === undefined ? '' : paint.wrap(moment.say),
    renderFoot(view, paint),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function renderBeat(view: View, paint: Paint): string {
  switch (view.state.beat) {
    case 'goal':
      return renderGoal(view, paint);
    case 'sketch':
      return renderSketch(view, paint);
    case 'red-green':
    case 'again':
      return renderRun(view, paint);
    case 'curate':
      return renderCurate(view, paint);
    case 'release':
      return renderRelease(view, paint);
    case 'done':
      return renderDone(view, paint);
  }
}

function renderHead({ kata, katas, state, isRehearsal }: View, paint: Paint): string {
  const number = isRehearsal ? `Rehearsal · kata ${Number(kata.id)}` : kataPlace(kata, katas);
  const place = paint.bold(`${number} · ${kata.title}`);
  if (paint.isLinear) return `${place}\nNow: ${beatNames[state.beat]}`;
  const minutes = Math.floor(state.activeMs / 60_000);
  const box =
    state.beat === 'goal' ? `time-box ${kata.minutes} min` : `${minutes} of ${boxMinutes(state, kata)} min`;
  const beats = paint.wrap(renderBeats(kata, state, paint));
  return `${paint.spread(place, paint.dim(box))}\n${paint.spread(beats, renderLights(state, paint))}`;
}

/** The lights of this kata so far, as many as fit beside the beats. */
function renderLights({ lights }: State, paint: Paint): string {
  if (lights.length === 0) return '';
  const shapes = lights
    .slice(-10)
    .map((light) => paint.shape(light))
    .join(' ');
  return `${paint.dim('lights so far')} ${shapes}`;
}

const beatNames: Record<Beat, string> = {
  goal: 'goal',
  sketch: 'sketch',
  'red-green': 'red, green, refactor',
  curate: 'curate',
  release: 'release',
  again: 'again',
  done: 'done',
};

function renderBeats(kata: Kata, { beat: now }: State, paint: Paint): string {
  const beats: Beat[] = [
    'goal',
    ...(hasSketch(kata) ? (['sketch'] as const) : []),
    'red-green',
    ...(kata.curates ? (['curate', 'release'] as const) : []),
    ...(stepsOf(kata, 'again').length > 0 ? (['again'] as const) : []),
    'done',
  ];
  return beats
    .map((beat) => ({ beat, name: beatNames[beat].replaceAll(' ', '\u00a0') }))
    .map(({ beat, name }) => (beat === now ? paint.bold(`[${name}]`) : paint.dim(name)))
    .join(paint.dim('\u00a0· '));
}

/** The keys, or what is being asked. */
function renderFoot(view: View, paint: Paint): string {
  const { question, isPredicting } = view.moment;
  if (question !== undefined)
    return `${paint.wrap(`${question.ask} [Enter] done  [Esc] not now`)}\n> ${question.typed}`;
  if (isPredicting)
    return paint.wrap('Which light will your next save show?  [r] red  [a] amber  [g] green  [Esc] none');
  return renderKeys(view, paint);
}

function renderKeys(view: View, paint: Paint): string {
  const keys = keysFor(view);
  return paint.wrap(
    keys.map(([key, does]) => `${paint.bold(`[${key}]`)} ${does}`.replaceAll(' ', '\u00a0')).join('  '),
  );
}

/** Says what it goes back to. What is long past is not offered any more: the key still knows it, and asks. */
function undoKey({ snapshots, isUndoOld }: State): [string, string][] {
  const last = snapshots.at(-1);
  return last === undefined || isUndoOld ? [] : [['u', undoes[last.why] ?? `back to ${last.why}`]];
}

const undoes: Record<string, string> = {
  'before the undo': 'swap back',
  'before the last green came back': 'undo last green',
};

/** What does not fit is read page by page; in the scrollback it stands too. */
function readKey({ isHigh }: View['moment']): [string, string][] {
  return isHigh ? [['v', 'read from the top']] : [];
}

/** A test of the learner's that has never been red is theirs to judge: the step is not skipped. */
function isOwnOpen(state: State): boolean {
  const { is } = ownProgress(state);
  return is === 'no test' || is === 'not green';
}

/** The keys that do something now. */
export function keysFor({ state, kata, katas, step, isRehearsal, moment }: View): [string, string][] {
  const leave: [string, string][] = [
    ['m', 'move about'],
    ['q', 'quit'],
  ];
  const always: [string, string][] = [
    ['w', moment.whole ? 'back' : 'whole output'],
    ...readKey(moment),
    ...undoKey(state),
    ...leave,
  ];
  switch (state.beat) {
    case 'goal':
      return [['Enter', 'start'], ...leave];
    case 'sketch':
      return [['Enter', state.contractShown ? 'begin' : 'see the contract'], ...readKey(moment), ...leave];
    case 'red-green':
    case 'again': {
      const last = state.step === 0 || state.step >= stepsOf(kata, state.beat).length;
      const after = last ? (kata.curates && state.beat === 'red-green' ? 'curate' : 'finish') : 'next step';
      const isSitting = state.beat === 'red-green' && isOneSitting(kata);
      const isRed = state.run !== undefined && state.run.light !== 'green';
      const isOpen = step?.kind === 'own' ? isOwnOpen(state) : step?.kind === 'test' && isRed;
      const rung = step === undefined ? 0 : (state.hints.get(topicOf(step)) ?? 0);
      // A replayed kata shows the solution unasked.
      const opens = ['hint', 'second hint', ...(kata.help === 'replay' ? [] : ['the solution'])][rung];
      const isShown = kata.help === 'replay' && state.run !== undefined;
      // Where steps lie open, the one at work is not done yet; where there are none, the key says where help is.
      const isHelpful = isSitting
        ? step !== undefined || kata.steps.length === 0
        : isOpen || step?.kind === 'refactor';
      const help: [string, string][] = isHelpful && !isShown && opens !== undefined ? [['h', opens]] : [];
      const back: [string, string][] =
        isRed && step?.kind !== 'refactor' && state.lastGreen !== undefined
          ? [['g', 'restore last green']]
          : [];
      const untrusted = neverRed(state, kata, step);
      const fails: [string, string][] = untrusted.length > 0 ? [['b', 'see it fail']] : [];
      return [
        ['n', isOpen && !isSitting ? 'skip this step' : after],
        ...help,
        ...back,
        ...fails,
        ['p', 'predict'],
        ...always,
      ];
    }
    case 'curate':
      return [['n', 'release'], ['h', 'hint'], ...always];
    case 'release':
      return [['y', 'delete the throwaway tests'], ['k', 'back to curating'], ...undoKey(state), ...leave];
    case 'done':
      if (isRehearsal)
        return [['n', 'beside the time before'], ['l', 'leave for your own client'], ...always];
      return katas.at(-1) === kata ? always : [['n', 'next kata'], ...always];
  }
}
