import type { ListItem } from './parse-list.ts';
import { isSameSaid, titleIn } from './tick-list.ts';

/** What somebody works at who takes a list in any order: the first open item whose test is red, or else the first open one. */
export function itemAtWork(items: readonly ListItem[], redTests: readonly string[]): ListItem | undefined {
  const open = items.filter(({ isTicked }) => !isTicked);
  return open.find(({ text }) => redTests.some((name) => isSameSaid(titleIn(name), text))) ?? open[0];
}
