import wrapAnsi from 'wrap-ansi';
import { type Look, paintFor } from './paint.ts';

/** A text that may be longer than the terminal is high; `top` is the row it is shown from. */
export type Pages = { title: string; lines: readonly string[]; top: number };

/** The keys, the empty lines around the text, and the line on which the cursor stands. */
const around = 4;

/** What fits, from where one is. The screen is never higher than the terminal: nothing of it scrolls away. */
export function renderPages(pages: Pages, look: Look, rows: number): string {
  const { head, all, height, top } = layOut(pages, look, rows);
  const keys =
    all.length <= height ? '[Esc] back' : '[Space] on  [-] a page back  [j] [k] a line  [Esc] back';
  return `${[head, '', ...all.slice(top, top + height), '', keys].join('\n')}\n`;
}

/** The row that a key leads to, as in `less`; `undefined` where it leads nowhere. */
export function turn(pages: Pages, key: string, look: Look, rows: number): number | undefined {
  const { all, height, top } = layOut(pages, look, rows);
  const steps: Record<string, number> = {
    space: height,
    f: height,
    pagedown: height,
    '-': -height,
    b: -height,
    pageup: -height,
    j: 1,
    down: 1,
    return: 1,
    k: -1,
    up: -1,
    g: -all.length,
    home: -all.length,
    G: all.length,
    end: all.length,
  };
  const step = steps[key];
  return step === undefined ? undefined : Math.max(0, Math.min(top + step, all.length - height));
}

function layOut(pages: Pages, look: Look, rows: number) {
  const paint = paintFor(look);
  const all = pages.lines.flatMap((line) =>
    wrapAnsi(line, look.columns, { hard: true, trim: false }).split('\n'),
  );
  const title = paint.bold(paint.wrap(pages.title));
  const whole = paint.spread(title, paint.dim(`${all.length}-${all.length} of ${all.length}`));
  const height = Math.max(3, rows - around - whole.split('\n').length);
  // The window may have become another since the last key.
  const top = Math.max(0, Math.min(pages.top, all.length - height));
  const place = `${top + 1}-${Math.min(top + height, all.length)} of ${all.length}`;
  return { all, height, top, head: all.length <= height ? title : paint.spread(title, paint.dim(place)) };
}
