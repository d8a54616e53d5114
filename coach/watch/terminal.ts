import { emitKeypressEvents } from 'node:readline';
import type { Look } from '../screen/paint.ts';
import { isLinear } from './is-linear.ts';
import { linksFor } from './links-for.ts';

export type Input = NodeJS.ReadableStream & { setRawMode?(on: boolean): unknown };
export type Output = NodeJS.WritableStream & {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  hasColors?(): boolean;
};

export type Key = { name: string | undefined; text: string; ctrl: boolean };

/**
 * The learner's terminal. Screens are drawn over each other from the top, line by line, so that what stood in the
 * terminal before stays in its scrollback.
 */
export class Terminal {
  readonly #input: Input;
  readonly #output: Output;
  #drawn = false;
  #last = '';
  #isGone = false;
  #whenGone: () => void = () => {};

  constructor(input: Input, output: Output) {
    this.#input = input;
    this.#output = output;
    // A window that was closed can be neither written to (EIO, EPIPE) nor read from.
    const gone = () => {
      if (this.#isGone) return;
      this.#isGone = true;
      this.#whenGone();
    };
    output.on('error', gone);
    output.on('close', gone);
    input.on('error', gone);
    input.on('end', gone);
  }

  /** A terminal that tells no size, or a size of nothing, is taken for one of the usual size. */
  get look(): Look {
    return {
      columns: this.#output.columns || 80,
      colour: this.#output.hasColors?.() ?? false,
      urlOf: linksFor(this.#output),
    };
  }

  onKey(listener: (key: Key) => void): void {
    emitKeypressEvents(this.#input);
    this.#setRawMode(true);
    this.#input.resume();
    this.#input.on('keypress', (text: string | undefined, key: { name?: string; ctrl?: boolean }) => {
      listener({ name: key.name, text: text ?? '', ctrl: key.ctrl === true });
    });
  }

  onResize(listener: () => void): void {
    this.#output.on('resize', listener);
  }

  /** Called once, when there is nobody left to draw for. */
  onGone(listener: () => void): void {
    this.#whenGone = listener;
    if (this.#isGone) listener();
  }

  /** A screen higher than the terminal is not cut: its top goes into the scrollback, and its end stays in sight. */
  draw(screen: string): void {
    if (isLinear()) {
      if (screen !== this.#last) this.#write(`\r\n${screen.replaceAll('\n', '\r\n')}`);
      this.#last = screen;
      return;
    }
    const rows = this.#output.rows || 24;
    const lines = screen.replace(/\n$/, '').split('\n');
    // First time: push what is on the screen into the scrollback instead of writing over it.
    const makeRoom = this.#drawn ? '' : '\n'.repeat(rows - 1);
    this.#drawn = true;
    this.#write(`${makeRoom}\u001b[H${lines.map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J\r\n`);
  }

  close(farewell: string): void {
    this.#write(`\r\n${farewell}\r\n`);
    this.#setRawMode(false);
    this.#input.pause();
  }

  #write(text: string): void {
    if (!this.#isGone) this.#output.write(text);
  }

  #setRawMode(on: boolean): void {
    try {
      this.#input.setRawMode?.(on);
    } catch {
      // The terminal has gone; the streams tell of it, or did.
    }
  }
}
