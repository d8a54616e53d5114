import type { JournalEvent } from '../journal/event.ts';
import { tellStory } from '../journal-page/tell-story.ts';
import { counted, duration, inWords } from '../journal-page/words.ts';
import type { Kata } from '../kata/kata.ts';

/** Fewer tell nothing of how even they are. */
const fewestWays = 3;

/**
 * Two times of one kata, in plain sentences: how long each took, how many failures it showed that differ, and how even
 * the ways from green to green were.
 */
export function compareRehearsals(
  before: readonly JournalEvent[],
  now: readonly JournalEvent[],
  kata: Pick<Kata, 'id' | 'title' | 'success' | 'minutes'>,
): string[] {
  const [last, thisTime] = [before, now].map((events) => measure(events, kata));
  if (last === undefined || thisTime === undefined) return [];
  return [
    `This time took ${duration(thisTime.activeMs)}, last time ${duration(last.activeMs)}.`,
    `It showed ${thisTime.failures === 0 ? 'no failure' : counted(thisTime.failures, 'different failure')}, last time ${last.failures === 0 ? 'none' : inWords(last.failures)}.`,
    ...evenness(thisTime.ways, last.ways),
  ].map((sentence) => sentence.replaceAll('\u00a0', ' '));
}

type Measured = { activeMs: number; failures: number; ways: number[] };

function measure(events: readonly JournalEvent[], kata: Parameters<typeof compareRehearsals>[2]): Measured {
  const story = tellStory(events, [kata]).katas.find(({ id }) => id === kata.id);
  return {
    activeMs: story?.activeMs ?? 0,
    failures: story?.failures.length ?? 0,
    ways: (story?.ways ?? []).map(({ fromMs, toMs }) => toMs - fromMs).filter((ms) => ms > 0),
  };
}

function evenness(now: readonly number[], last: readonly number[]): string[] {
  if (now.length < fewestWays || last.length < fewestWays) return [];
  return [`The longest way from green to green took ${spread(now)}; last time ${spread(last)}.`];
}

/** `3 minutes, where half of them took no more than 40 seconds` */
function spread(ways: readonly number[]): string {
  const sorted = ways.toSorted((a, b) => a - b);
  const longest = sorted.at(-1) ?? 0;
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return `${duration(longest)}, where half of them took no more than ${duration(middle)}`;
}
