import { parse, type Spec, View } from 'vega';
import type { Row, Table } from './table.ts';

const STEP = 26;
const COLOURS = { ours: '#0f766e', peer: '#94a3b8', text: '#1f2937', target: '#b91c1c' };

/** A bar for each row, and a red line where its target is. */
export async function pictureOf(table: Table): Promise<string> {
  const view = new View(parse(specOf(table)), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}

function specOf({ rows, columns, digits }: Table): Spec {
  const bars = rows.map((row) => ({
    name: row.name,
    value: row.values[0] ?? 0,
    label: (row.values[0] ?? 0).toFixed(digits),
    colour: row.isPeer ? COLOURS.peer : COLOURS.ours,
    target: boundOf(row),
  }));
  const ends = bars.flatMap(({ value, target }) => (target === undefined ? [value] : [value, target]));
  return {
    $schema: 'https://vega.github.io/schema/vega/v6.json',
    width: 420,
    height: STEP * bars.length,
    padding: 12,
    autosize: 'pad',
    background: '#ffffff',
    data: [
      { name: 'bars', values: bars },
      { name: 'targets', values: bars.filter(({ target }) => target !== undefined) },
    ],
    scales: [
      { name: 'x', type: 'linear', range: 'width', domain: [0, Math.max(...ends) * 1.08], nice: true },
      { name: 'y', type: 'band', range: 'height', domain: bars.map(({ name }) => name), padding: 0.25 },
    ],
    axes: [
      {
        orient: 'bottom',
        scale: 'x',
        grid: true,
        title: columns[0] ?? '',
        tickCount: 6,
        labelColor: COLOURS.text,
      },
      { orient: 'left', scale: 'y', domain: false, ticks: false, labelLimit: 320, labelColor: COLOURS.text },
    ],
    marks: [
      {
        type: 'rect',
        from: { data: 'bars' },
        encode: {
          enter: {
            x: { scale: 'x', value: 0 },
            x2: { scale: 'x', field: 'value' },
            y: { scale: 'y', field: 'name' },
            height: { scale: 'y', band: 1 },
            fill: { field: 'colour' },
          },
        },
      },
      {
        type: 'text',
        from: { data: 'bars' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'value', offset: 4 },
            y: { scale: 'y', field: 'name', band: 0.5 },
            baseline: { value: 'middle' },
            text: { field: 'label' },
            fill: { value: COLOURS.text },
          },
        },
      },
      {
        type: 'rule',
        from: { data: 'targets' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'target' },
            y: { scale: 'y', field: 'name' },
            y2: { scale: 'y', field: 'name', band: 1 },
            stroke: { value: COLOURS.target },
            strokeWidth: { value: 2 },
          },
        },
      },
    ],
  };
}

function boundOf({ target }: Row): number | undefined {
  if (target === undefined) return undefined;
  return 'atMost' in target ? target.atMost : target.atLeast;
}
