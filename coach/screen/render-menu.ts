import type { SeenRun } from '../journal/replay.ts';
import type { Kata } from '../kata/kata.ts';
import { kataName } from '../moving/kata-name.ts';
import { type Progress, renderList } from '../moving/render-list.ts';
import { type Look, type Paint, paintFor } from './paint.ts';

/** Everything the menu of places shows. */
export type MenuView = {
  katas: readonly Kata[];
  /** How far one is in one's own client. */
  progress: Progress;
  /** The kata that is on the screen. */
  here: Kata;
  /** It is done once more, in a folder of its own. */
  isRehearsal: boolean;
  chosen: Kata;
  /** What is asked before something happens. */
  asks: 'restart' | 'finished' | 'spoiler' | undefined;
  say: string | undefined;
  /** The light of the last save. */
  run: SeenRun | undefined;
};

/** The katas to choose from, and what can be done with the chosen one. As high as the terminal allows. */
export function renderMenu(view: MenuView, look: Look, rows: number): string {
  const paint = paintFor(look);
  const foot = renderMenuFoot(view, look);
  const [head = '', ...list] = renderList(view.katas, view.progress, {
    chosen: view.chosen,
    columns: paint.columns,
  });
  // Title, head of the list, and the empty lines between.
  const height = Math.max(3, rows - foot.split('\n').length - 5);
  const shown = around(list, view.katas.indexOf(view.chosen), height).map((row) =>
    row.includes(`[${view.chosen.id}]`) ? paint.bold(row) : row,
  );
  const title = `Move about${view.isRehearsal ? ` · rehearsing kata ${Number(view.here.id)}` : ''}`;
  const light = view.run === undefined ? '' : paint.light(view.run.light);
  return `${[paint.spread(paint.bold(title), light), '', paint.dim(head), ...shown, '', foot].join('\n')}\n`;
}

/** The chosen kata alone: where the list was spoken already. */
export function renderMenuFoot(view: MenuView, look: Look): string {
  const paint = paintFor(look);
  const say = view.say === undefined ? [] : [paint.wrap(view.say), ''];
  return [...say, ...renderQuestion(view, paint)].join('\n');
}

function renderQuestion(view: MenuView, paint: Paint): string[] {
  const { asks, chosen, here } = view;
  switch (asks) {
    case 'restart':
      return [
        paint.wrap(
          `Restart ${kataName(here)}? Your files go back to how they were when it began. A copy of them as they are now is kept first.`,
        ),
        keysIn(paint, [
          ['y', 'restart'],
          ['Esc', 'leave all as it is'],
        ]),
      ];
    case 'finished':
      return [
        paint.wrap(`You have finished ${kataName(chosen)}. Where do you want to do it again?`),
        keysIn(paint, [
          ['a', 'in a folder of its own, compared with last time'],
          ['s', 'here, with your client as it is'],
          ['Esc', 'not now'],
        ]),
      ];
    case 'spoiler':
      return [
        paint.wrap(`You have not finished ${kataName(chosen)}, and its solution gives everything away.`),
        keysIn(paint, [
          ['y', 'show it'],
          ['Esc', 'not yet'],
        ]),
      ];
    case undefined:
      return [keysIn(paint, keysOfChosen(view)), keysIn(paint, keysOfPlace(view))];
  }
}

function keysOfChosen({ chosen, here, isRehearsal }: MenuView): [string, string][] {
  const name = `kata ${Number(chosen.id)}`;
  const enter = chosen === here ? `go on with ${name}` : `begin ${name}`;
  return [
    ...(isRehearsal ? [] : [['Enter', enter] satisfies [string, string]]),
    ['a', `${name} again, in a folder of its own`],
    ['d', 'its solution as a diff'],
    ['o', "its solution's files"],
  ];
}

function keysOfPlace({ here, katas, isRehearsal }: MenuView): [string, string][] {
  const last = Number(katas.at(-1)?.id ?? 1);
  return [
    [`1-${last}`, 'choose'],
    ['c', 'what you have changed'],
    ['r', `restart kata ${Number(here.id)}`],
    ...(isRehearsal ? [['l', 'leave for your own client'] satisfies [string, string]] : []),
    ['x', 'doctor'],
    ['Esc', 'back'],
  ];
}

function keysIn(paint: Paint, keys: [string, string][]): string {
  return paint.wrap(
    keys.map(([key, does]) => `${paint.bold(`[${key}]`)} ${does}`.replaceAll(' ', '\u00a0')).join('  '),
  );
}

/** As many rows as fit, with the chosen one among them. */
function around(rows: readonly string[], chosen: number, height: number): string[] {
  const from = Math.max(0, Math.min(chosen - Math.floor(height / 2), rows.length - height));
  return rows.slice(from, from + height);
}
