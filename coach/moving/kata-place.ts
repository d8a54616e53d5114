import type { Kata } from '../kata/kata.ts';

/** `Kata 5 of 16`. Counted to the number of the last one: some in between may not be written yet. */
export function kataPlace({ id }: Kata, katas: readonly Kata[]): string {
  return `Kata ${Number(id)} of ${Number((katas.at(-1) ?? { id }).id)}`;
}
