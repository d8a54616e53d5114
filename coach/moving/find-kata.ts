import type { Kata } from '../kata/kata.ts';

/** The kata that is meant by `5`, `05` or `05-not-for-ever`; where there is none, a sentence that names the choices. */
export function findKata(katas: readonly Kata[], wanted: string | undefined): Kata | string {
  const found = katas.find(({ id, slug }) => wanted === slug || (wanted ?? '').padStart(2, '0') === id);
  if (found !== undefined) return found;
  const what = wanted === undefined ? 'Which kata?' : `There is no kata "${wanted}".`;
  return [
    `${what} The choices:`,
    ...katas.map(({ id, title }) => `  ${String(Number(id)).padStart(2)}  ${title}`),
  ].join('\n');
}
