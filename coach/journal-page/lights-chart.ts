import type { Spec } from 'vega';
import { font, lightNames, lightOrder, look, pixels, type Width } from './look.ts';
import type { DistinctFailure, KataStory, Phase } from './story.ts';
import { thinned } from './thinned.ts';

/** More would not be told apart. */
export const mostFailuresDrawn = 24;

const left = 84;
const right = 10;
const ribbon = 18;
const laneGap = 22;
const rowGap = 13;

/**
 * The lights of a kata on the time spent in it, and below them a row for every different failure. New failures come
 * lower and further right: where work moves on, the rows make stairs.
 */
export function lightsChart(kata: KataStory, width: Width): Spec {
  const plotWidth = pixels[width] - left - right;
  const used = lightOrder.filter(
    (light) => light !== 'nothing' || kata.runs.some((run) => run.light === light),
  );
  const end = Math.max(kata.activeMs, 60_000) / 60_000;
  const x = (ms: number) => ms / 60_000;
  const laneY = (index: number) => ribbon + 20 + index * laneGap;
  const lanesEnd = laneY(used.length - 1) + 12;
  const rows = kata.failures.slice(0, mostFailuresDrawn);
  const rowY = (index: number) => lanesEnd + 24 + index * rowGap;
  const height = rows.length === 0 ? lanesEnd : rowY(rows.length - 1) + 10;

  const perPixel = plotWidth / Math.max(kata.activeMs, 60_000);
  const runs = thinned(kata.runs, ({ atMs, light }) => `${light} ${Math.round(atMs * perPixel)}`).map(
    ({ atMs, light }) => ({ x: x(atMs), y: laneY(used.indexOf(light)), ...look[light] }),
  );
  return {
    $schema: 'https://vega.github.io/schema/vega/v6.json',
    width: plotWidth,
    height,
    padding: { left, right, top: 2, bottom: 24 },
    autosize: 'none',
    scales: [{ name: 'x', type: 'linear', range: 'width', domain: [0, end] }],
    axes: [
      {
        orient: 'bottom',
        scale: 'x',
        tickCount: width === 'wide' ? 8 : 4,
        tickMinStep: 1,
        grid: true,
        gridColor: 'var(--line)',
        domain: false,
        ticks: false,
        labelFont: font,
        labelFontSize: 11,
        labelColor: 'var(--muted)',
        labelPadding: 6,
        labelFlush: 4,
        encode: {
          labels: { update: { text: { signal: "datum.index === 0 ? '0 min' : '' + datum.value" } } },
        },
      },
    ],
    data: [
      { name: 'phases', values: phasesOf(kata.phases, perPixel) },
      {
        name: 'pauses',
        values: thinned(kata.pauses, (ms) => `${Math.round(ms * perPixel)}`).map((ms) => ({ x: x(ms) })),
      },
      {
        name: 'lanes',
        values: used.map((light, index) => ({ y: laneY(index), text: lightNames[light], ...look[light] })),
      },
      { name: 'runs', values: runs },
      { name: 'rows', values: rows.map((failure, index) => rowOf(failure, index, rowY(index))) },
      { name: 'failures', values: rows.flatMap((failure, index) => marksOf(failure, rowY(index), perPixel)) },
    ],
    marks: [
      {
        type: 'rect',
        from: { data: 'phases' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'from' },
            x2: { scale: 'x', field: 'to', offset: -1 },
            y: { value: 0 },
            height: { value: ribbon },
            fill: { value: 'var(--band)' },
          },
        },
      },
      {
        type: 'text',
        from: { data: 'phases' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'from', offset: 4 },
            y: { value: ribbon / 2 + 0.5 },
            baseline: { value: 'middle' },
            text: { field: 'label' },
            font: { value: font },
            fontSize: { value: 11 },
            fill: { value: 'var(--muted)' },
          },
        },
      },
      sideText('step', ribbon / 2 + 0.5),
      {
        type: 'rule',
        from: { data: 'pauses' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'x' },
            y: { value: ribbon },
            y2: { value: height },
            stroke: { value: 'var(--muted)' },
            strokeDash: { value: [2, 3] },
          },
        },
      },
      {
        type: 'text',
        from: { data: 'lanes' },
        encode: {
          enter: {
            x: { value: -12 },
            y: { field: 'y' },
            align: { value: 'right' },
            baseline: { value: 'middle' },
            text: { field: 'text' },
            font: { value: font },
            fontSize: { value: 12 },
            fill: { field: 'colour' },
          },
        },
      },
      {
        type: 'line',
        from: { data: 'runs' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'x' },
            y: { field: 'y' },
            // A light stands until the next run.
            interpolate: { value: 'step-after' },
            stroke: { value: 'var(--thread)' },
            strokeWidth: { value: 1 },
          },
        },
      },
      {
        type: 'symbol',
        from: { data: 'runs' },
        encode: { enter: { ...symbol, size: { field: 'size' } } },
      },
      ...(rows.length === 0 ? [] : [sideText('failures', rowY(0) - rowGap)]),
      {
        type: 'rule',
        from: { data: 'rows' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'from' },
            x2: { scale: 'x', field: 'to' },
            y: { field: 'y' },
            stroke: { field: 'colour' },
            strokeWidth: { value: 1.5 },
          },
        },
      },
      {
        type: 'symbol',
        from: { data: 'failures' },
        encode: { enter: { ...symbol, size: { value: 34 } } },
      },
      {
        type: 'text',
        from: { data: 'rows' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'from', offset: -7 },
            y: { field: 'y' },
            align: { value: 'right' },
            baseline: { value: 'middle' },
            text: { field: 'number' },
            font: { value: font },
            fontSize: { value: 10.5 },
            fill: { value: 'var(--muted)' },
          },
        },
      },
    ],
  };

  function rowOf({ atMs, light }: DistinctFailure, index: number, y: number) {
    const from = x(atMs[0] ?? 0);
    return { number: `${index + 1}`, from, to: x(atMs.at(-1) ?? 0), y, ...look[light] };
  }

  function marksOf({ atMs, light }: DistinctFailure, y: number, scale: number) {
    return thinned(atMs, (ms) => `${Math.round(ms * scale)}`).map((ms) => ({ x: x(ms), y, ...look[light] }));
  }
}

const symbol = {
  x: { scale: 'x', field: 'x' },
  y: { field: 'y' },
  shape: { field: 'shape' },
  fill: { field: 'colour' },
  stroke: { value: 'var(--paper)' },
  strokeWidth: { value: 1 },
};

function sideText(text: string, y: number) {
  return {
    type: 'text' as const,
    encode: {
      enter: {
        x: { value: -12 },
        y: { value: y },
        align: { value: 'right' as const },
        baseline: { value: 'middle' as const },
        text: { value: text },
        font: { value: font },
        fontSize: { value: 11 },
        fill: { value: 'var(--muted)' },
      },
    },
  };
}

/** A name stands where it fits. Phases too short to be seen are left out. */
function phasesOf(phases: readonly Phase[], perPixel: number) {
  return phases
    .map(({ name, fromMs, toMs }) => ({
      from: fromMs / 60_000,
      to: toMs / 60_000,
      label: (toMs - fromMs) * perPixel > name.length * 6 + 8 ? name : '',
      pixels: (toMs - fromMs) * perPixel,
    }))
    .filter((phase) => phase.pixels > 0.5)
    .slice(0, 1000);
}
