import picocolors from 'picocolors';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { Light } from '../journal/event.ts';

/** Without colour and without links every screen says the same. */
export type Look = {
  columns: number;
  colour: boolean;
  /** The URL of a path as it is shown, where the terminal opens links. */
  urlOf?: ((shown: string) => string) | undefined;
  /** Nothing is drawn over, and every line that changes is spoken: what changes by itself is left out. */
  isLinear?: boolean;
};

export type Paint = ReturnType<typeof paintFor>;

const maxColumns = 100;

export function paintFor(look: Look) {
  const colours = picocolors.createColors(look.colour);
  const columns = Math.max(40, Math.min(look.columns, maxColumns));
  return {
    ...colours,
    columns,
    isLinear: look.isLinear === true,
    /** Left and right on one line; the right part goes below where both do not fit. */
    spread(left: string, right: string): string {
      if (right === '') return left;
      const gap = columns - stringWidth(left) - stringWidth(right);
      return gap >= 2 ? `${left}${' '.repeat(gap)}${right}` : `${left}\n${right}`;
    },
    /** A no-break space keeps two words on one line, and is shown as a space. */
    wrap(text: string, indent = ''): string {
      return wrapAnsi(text, columns - indent.length)
        .replaceAll('\u00a0', ' ')
        .split('\n')
        .map((line) => indent + line)
        .join('\n');
    },
    /** A path from where the coach was started. Never wrapped: no terminal opens half a path. */
    path(shown: string): string {
      return look.urlOf === undefined ? shown : `${osc8(look.urlOf(shown))}${shown}${osc8('')}`;
    },
    /** A line of code, goes on below its own beginning where it is too long. */
    hang(line: string): string {
      const indent = /^[\s+-]*/.exec(line)?.[0] ?? '';
      const [first = '', ...rest] = wrapAnsi(line, columns - 4, { trim: false, hard: true }).split('\n');
      return [first, ...rest.map((part) => `${' '.repeat(indent.length + 2)}${part.trimStart()}`)].join('\n');
    },
    /** A light is a shape, a word and a colour, so that none of the three is needed. */
    light(light: Light): string {
      const painter = lightColour[light];
      return colours.bold(colours[painter](lightWord[light]));
    },
    shape(light: Light): string {
      return colours[lightColour[light]](lightShape[light]);
    },
  };
}

/** Begins a link, or with no URL ends it. */
function osc8(url: string): string {
  return `\u001b]8;;${url}\u0007`;
}

export const lightWord: Record<Light, string> = {
  green: '+ GREEN',
  red: 'x RED',
  amber: '! AMBER',
  nothing: '. NOTHING RAN',
};

const lightShape: Record<Light, string> = { green: '+', red: 'x', amber: '!', nothing: '.' };

const lightColour = { green: 'green', red: 'red', amber: 'yellow', nothing: 'gray' } as const;
