import type { Kata } from '../kata/kata.ts';
import type { Session } from '../session/session.ts';
import { findKata } from './find-kata.ts';

/** The kata that is named, or else the one the learner is in. */
export function whichKata({ kata, katas }: Session, wanted: string | undefined): Kata | string {
  return wanted === undefined ? kata : findKata(katas, wanted);
}
