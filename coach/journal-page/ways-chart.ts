import type { Spec } from 'vega';
import { font, pixels, type Width } from './look.ts';
import { longestOf } from './retrospective.ts';
import type { Way } from './story.ts';

/** More bars would be lines; of more ways the longest are drawn. */
export const mostWaysDrawn = 40;

const left = 84;
const right = 10;
const height = 96;

/** A bar for every way between two greens: as high as it was long, with its runs on top. */
export function waysChart(ways: readonly Way[], width: Width): Spec {
  const plotWidth = pixels[width] - left - right;
  const drawn = longestWays(ways);
  const longest = longestOf(drawn);
  const longestMs = longest === undefined ? 0 : longest.toMs - longest.fromMs;
  const isShort = longestMs < 120_000;
  const unitMs = isShort ? 1000 : 60_000;
  // Not wider than a finger, however few there are.
  const step = Math.min(34, plotWidth / drawn.length);
  const values = drawn.map((way, index) => ({
    x: index * step,
    value: (way.toMs - way.fromMs) / unitMs,
    label: step >= 14 || way === longest ? `${way.runs}` : '',
    colour: way === longest ? 'var(--ink)' : 'var(--bar)',
  }));
  return {
    $schema: 'https://vega.github.io/schema/vega/v6.json',
    width: plotWidth,
    height,
    padding: { left, right, top: 16, bottom: 6 },
    autosize: 'none',
    scales: [
      {
        name: 'y',
        type: 'linear',
        range: 'height',
        domain: [0, Math.max(1, (1.1 * longestMs) / unitMs)],
        nice: 3,
      },
    ],
    axes: [
      {
        orient: 'left',
        scale: 'y',
        tickCount: 3,
        tickMinStep: 1,
        grid: true,
        gridColor: 'var(--line)',
        domain: false,
        ticks: false,
        labelFont: font,
        labelFontSize: 11,
        labelColor: 'var(--muted)',
        labelPadding: 12,
        encode: {
          labels: { update: { text: { signal: `datum.value + ' ${isShort ? 's' : 'min'}'` } } },
        },
      },
    ],
    data: [{ name: 'ways', values }],
    marks: [
      {
        type: 'rect',
        from: { data: 'ways' },
        encode: {
          enter: {
            x: { field: 'x' },
            width: { value: Math.max(1, step - Math.min(6, step * 0.25)) },
            y: { scale: 'y', field: 'value' },
            y2: { scale: 'y', value: 0 },
            fill: { field: 'colour' },
          },
        },
      },
      {
        type: 'text',
        from: { data: 'ways' },
        encode: {
          enter: {
            x: { field: 'x', offset: (step - Math.min(6, step * 0.25)) / 2 },
            y: { scale: 'y', field: 'value', offset: -4 },
            align: { value: 'center' },
            text: { field: 'label' },
            font: { value: font },
            fontSize: { value: 11 },
            fill: { value: 'var(--muted)' },
          },
        },
      },
    ],
  };
}

/** Those that are drawn, in the order they were taken. */
export function longestWays(ways: readonly Way[]): Way[] {
  if (ways.length <= mostWaysDrawn) return [...ways];
  const kept = new Set(
    ways.toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs)).slice(0, mostWaysDrawn),
  );
  return ways.filter((way) => kept.has(way));
}
