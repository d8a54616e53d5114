import type { Light } from '../journal/event.ts';

/** How a light looks in charts: each has a shape of its own, for eyes and printers that see no colour. */
export const look: Record<Light, { colour: string; shape: string; size: number }> = {
  green: { colour: 'var(--green)', shape: 'circle', size: 70 },
  amber: { colour: 'var(--amber)', shape: 'diamond', size: 80 },
  red: { colour: 'var(--red)', shape: 'square', size: 58 },
  nothing: { colour: 'var(--nothing)', shape: 'cross', size: 60 },
};

export const lightNames: Record<Light, string> = {
  green: 'green',
  amber: 'amber',
  red: 'red',
  nothing: 'no test ran',
};

/** From top to bottom. */
export const lightOrder: readonly Light[] = ['green', 'amber', 'red', 'nothing'];

/** Text in charts: Vega needs a size to lay it out, the family is the page's. */
export const font = 'var(--sans)';

export type Width = 'wide' | 'narrow';

/** One drawing for screens and paper, one for phones: scaled down, the first could not be read there. */
export const pixels: Record<Width, number> = { wide: 720, narrow: 350 };
