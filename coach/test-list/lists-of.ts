import { isOneSitting } from '../kata/is-one-sitting.ts';
import type { Kata } from '../kata/kata.ts';
import { stepsOf } from '../kata/steps-of.ts';
import { type ListItem, parseList } from './parse-list.ts';
import { isSameSaid, tickList } from './tick-list.ts';

export type Lists = {
  /** The behaviours of a kata that shows them all at once, in its order. */
  behaviours: ListItem[];
  /** What else stands on the learner's list. */
  own: ListItem[];
};

/** What is to be done and what of it is: by a green test that says the same, or by the learner's own tick. */
export function listsOf(kata: Kata, markdown: string, greenTests: readonly string[]): Lists {
  const items = parseList(markdown);
  const titles = isOneSitting(kata) ? stepsOf(kata, 'red-green').map(({ title }) => title) : [];
  const behaviours = titles.map((text) => ({
    text,
    isTicked: items.some((item) => item.isTicked && isSameSaid(item.text, text)),
  }));
  return {
    behaviours: tickList(behaviours, greenTests),
    own: tickList(
      items.filter(({ text }) => !titles.some((title) => isSameSaid(title, text))),
      greenTests,
    ),
  };
}
