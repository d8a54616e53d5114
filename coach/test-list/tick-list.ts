import type { ListItem } from './parse-list.ts';

/**
 * Ticks what a green test says in the same words. The file stays as the learner wrote it; a tick of theirs is believed.
 */
export function tickList(items: readonly ListItem[], greenTests: readonly string[]): ListItem[] {
  const green = new Set(greenTests.map((name) => wordsOf(titleIn(name))));
  return items.map(({ text, isTicked }) => ({ text, isTicked: isTicked || green.has(wordsOf(text)) }));
}

/** The title of a test, without the groups it stands in. */
export function titleIn(testName: string): string {
  return testName.split(' > ').at(-1) ?? testName;
}

/** Whether two texts say the same, whatever their capitals and marks. */
export function isSameSaid(one: string, other: string): boolean {
  return wordsOf(one) === wordsOf(other);
}

function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
