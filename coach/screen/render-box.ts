import { boxMinutes, isBoxOver } from '../kata/is-box-over.ts';
import type { Paint } from './paint.ts';
import type { View } from './view.ts';

/** The question at the end of a time-box: asked until it is answered, and never in the way. */
export function renderBox({ state, kata }: View, paint: Paint): string {
  if (!isBoxOver(state, kata)) return '';
  return [
    paint.yellow(`The ${boxMinutes(state, kata)} minutes of this kata are over. What now?`),
    paint.wrap(
      boxKeys(state)
        .map(([key, does]) => `${paint.bold(`[${key}]`)} ${does}`)
        .join('  '),
      '  ',
    ),
  ].join('\n');
}

/** Five minutes more are offered once: the second time it is the step that is too large. */
export function boxKeys({ box, lastGreen }: View['state']): [string, string][] {
  return [
    ['s', 'stop here, with a line'],
    ...(box.extraMinutes === 0 ? [['+', 'five more'] satisfies [string, string]] : []),
    ...(lastGreen === undefined ? [] : [['g', 'back to the last green'] satisfies [string, string]]),
    ['h', 'a hint'],
    ['c', 'change the goal or the box'],
  ];
}
