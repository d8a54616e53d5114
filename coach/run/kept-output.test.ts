import { expect, test } from 'vitest';
import { KeptOutput } from './kept-output.ts';

function kept(...texts: string[]): string {
  const output = new KeptOutput();
  for (const text of texts) output.add(text);
  return output.toString();
}

test('what a test prints is kept as it is', () => {
  expect(kept('one\n', '', 'two\n')).toBe('one\ntwo\n');
  expect(kept('x'.repeat(9_000), 'y'.repeat(2_000))).toBe('x'.repeat(9_000) + 'y'.repeat(2_000));
});

test.each([
  ['in one piece', 1_000_000],
  ['in pieces', 7],
])(
  'of a flood that comes %s the beginning and the end are kept, and how many lines were between',
  (_how, size) => {
    const lines = Array.from({ length: 20_000 }, (_, line) => `line ${line}\n`);
    const all = lines.join('');
    const pieces = all.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    const output = kept(...pieces);

    expect(output.length).toBeLessThan(13_000);
    expect(output).toMatch(/^line 0\nline 1\n/);
    expect(output).toMatch(/line 19999\n$/);
    const leftOut = Number(/… (\d+) lines left out …/.exec(output)?.[1]);
    const shown = output.split('\n').filter((line) => line.startsWith('line ')).length;
    expect(leftOut + shown).toBe(20_000);
  },
);

test('of one line without an end it is told how long it was', () => {
  expect(kept('x'.repeat(1_000_000))).toMatch(/x\n… 988000 characters left out …\nx/);
});
