import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { type Pages, renderPages, turn } from './pages.ts';

const look = { columns: 60, colour: false };
const long = Array.from({ length: 50 }, (_, index) => `line ${index + 1}`);

/** The text after these keys, in a terminal of so many rows. */
function after(keys: string[], rows = 24, lines = long): string {
  const pages: Pages = { title: 'A diff', lines, top: 0 };
  for (const key of keys) pages.top = turn(pages, key, look, rows) ?? pages.top;
  return renderPages(pages, look, rows);
}

test('what fits is shown whole, and has no keys to turn pages', () => {
  expect(after([], 24, ['one', 'two'])).toBe('A diff\n\none\ntwo\n\n[Esc] back\n');
});

test('what does not fit is shown from its beginning, with how much there is', () => {
  expect(after([], 10)).toBe(
    [
      'A diff                                             1-5 of 50',
      '',
      'line 1',
      'line 2',
      'line 3',
      'line 4',
      'line 5',
      '',
      '[Space] on  [-] a page back  [j] [k] a line  [Esc] back',
      '',
    ].join('\n'),
  );
});

test.each([
  [['space'], '6-10 of 50'],
  [['space', 'space', '-'], '6-10 of 50'],
  [['space', 'space', 'b'], '6-10 of 50'],
  [['j', 'down', 'return', 'k'], '3-7 of 50'],
  [['G'], '46-50 of 50'],
  [['G', 'space', 'j'], '46-50 of 50'],
  [['G', 'g', 'up'], '1-5 of 50'],
  [['space', 'x'], '6-10 of 50'],
])('the keys of less: %o', (keys, place) => {
  expect(after(keys, 10)).toContain(place);
});

test('the last page, asked for in a window that was made higher since, is full', () => {
  const pages: Pages = { title: 'A diff', lines: long, top: 45 };
  expect(renderPages(pages, look, 30)).toContain('26-50 of 50');
});

test.each([10, 24, 40])('in %d rows the screen is never higher or wider than the terminal', (rows) => {
  const wide = ['-'.repeat(150), 'x', ...long, `+${'word '.repeat(40)}`];
  for (const keys of [[], ['space'], ['G']]) {
    const screen = after(keys, rows, wide).trimEnd().split('\n');
    // The cursor stands on a line of its own below.
    expect(screen.length).toBeLessThan(rows);
    for (const line of screen) expect(stringWidth(line)).toBeLessThanOrEqual(look.columns);
  }
});
