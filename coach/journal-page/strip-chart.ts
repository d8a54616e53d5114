import type { Spec } from 'vega';
import type { Light } from '../journal/event.ts';
import { look } from './look.ts';
import type { StoryRun } from './story.ts';

const width = 240;
const half = 8;

/** Where a run stands in the strip, for eyes that see no colour: green above the line, red below, the others on it. */
const extent: Record<Light, [number, number]> = {
  green: [0, half],
  red: [half, 2 * half],
  amber: [half - 3, half + 3],
  nothing: [half - 1, half + 1],
};

/** The lights of a kata in a row, one stroke each, small enough to stand in a line of text. */
export function stripChart(runs: readonly StoryRun[]): Spec {
  // A long kata is told by its last runs: those led to where it is.
  const shown = runs.slice(-80);
  const step = Math.min(6, width / Math.max(1, shown.length));
  return {
    $schema: 'https://vega.github.io/schema/vega/v6.json',
    width,
    height: 2 * half,
    padding: 0,
    autosize: 'none',
    data: [
      {
        name: 'runs',
        values: shown.map(({ light }, index) => ({
          x: index * step,
          y: extent[light][0],
          y2: extent[light][1],
          colour: look[light].colour,
        })),
      },
    ],
    marks: [
      {
        type: 'rule',
        encode: {
          enter: {
            x: { value: 0 },
            x2: { value: width },
            y: { value: half },
            stroke: { value: 'var(--line)' },
          },
        },
      },
      {
        type: 'rect',
        from: { data: 'runs' },
        encode: {
          enter: {
            x: { field: 'x' },
            width: { value: Math.max(1, step * 0.62) },
            y: { field: 'y' },
            y2: { field: 'y2' },
            fill: { field: 'colour' },
          },
        },
      },
    ],
  };
}
