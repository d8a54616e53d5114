import stringWidth from 'string-width';
import type { State } from '../journal/replay.ts';
import type { KataStory } from '../journal-page/story.ts';
import type { Kata } from '../kata/kata.ts';
import { stepsOf } from '../kata/steps-of.ts';

export type Progress = {
  state: Pick<State, 'kata' | 'beat' | 'step' | 'finished' | 'released'>;
  /** Of the katas that were begun. */
  stories: readonly Pick<KataStory, 'id' | 'activeMs'>[];
};

/** Where one is chosen from it: its number stands in brackets. Words that do not fit are left out; the marks stay. */
export type Choosing = { chosen: Kata; columns: number };

/** The katas in lines: the time each is meant to take, the time it took, and how far one is. */
export function renderList(
  katas: readonly Kata[],
  { state, stories }: Progress,
  choosing?: Choosing,
): string[] {
  const width = Math.max(...katas.map(({ title }) => stringWidth(title)), 0);
  const pad = (text: string) => text + ' '.repeat(width - stringWidth(text));
  const rows = katas.map((kata) => {
    const story = stories.find(({ id }) => id === kata.id);
    const isHere = kata.id === state.kata;
    const isFinished = state.finished.includes(kata.id);
    const words = [
      ...(isHere ? ['here', placeOf(kata, state)] : []),
      ...(isFinished && !(isHere && state.beat === 'done') ? ['finished'] : []),
      ...(state.released.includes(kata.id) ? ['released'] : []),
      ...(story !== undefined && !isHere && !isFinished ? ['started'] : []),
    ];
    const mark = isHere ? '>' : isFinished ? '+' : story === undefined ? ' ' : 'o';
    const yours = story === undefined ? '' : minutes(story.activeMs / 60_000);
    const number = kata === choosing?.chosen ? `[${kata.id}]` : ` ${kata.id} `;
    const row = `${mark}${number} ${pad(kata.title)}  ${minutes(kata.minutes)}  ${yours.padStart(7)}  `;
    return row + fitting(words, (choosing?.columns ?? Number.POSITIVE_INFINITY) - stringWidth(row));
  });
  return [`      ${pad('')}  planned    yours`, ...rows].map((row) => row.trimEnd());
}

/** As many of the words, from the first on, as fit. */
function fitting(words: readonly string[], columns: number): string {
  const texts = words.map((_, index) => words.slice(0, index + 1).join(', '));
  return texts.findLast((text) => stringWidth(text) <= columns) ?? '';
}

function placeOf(kata: Kata, { beat, step }: Progress['state']): string {
  switch (beat) {
    case 'goal':
      return 'at its goal';
    case 'sketch':
      return 'at the sketch';
    case 'red-green':
    case 'again':
      return `step ${step} of ${stepsOf(kata, beat).length}${beat === 'again' ? ' after the release' : ''}`;
    case 'curate':
      return 'curating';
    case 'release':
      return 'before the release';
    case 'done':
      return 'at its end';
  }
}

function minutes(number: number): string {
  return `${Math.round(number)} min`.padStart(7);
}
