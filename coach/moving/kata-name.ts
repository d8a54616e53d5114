import type { Kata } from '../kata/kata.ts';

/** `kata 5 (Not for ever)` */
export function kataName({ id, title }: Pick<Kata, 'id' | 'title'>): string {
  return `kata ${Number(id)} (${title})`;
}
