import { createInterface, emitKeypressEvents } from 'node:readline';
import { PassThrough } from 'node:stream';
import { type Look, paintFor } from '../screen/paint.ts';
import { spoken } from '../screen/spoken.ts';
import { isLinear } from './is-linear.ts';
import { linksFor } from './links-for.ts';

export type Input = NodeJS.ReadableStream & { setRawMode?(on: boolean): unknown };
export type Output = NodeJS.WritableStream & {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  hasColors?(): boolean;
};

/** How long an Esc is waited on for the rest of an arrow key. Node's own half a second is felt. */
const escapeMs = 50;

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
  #lastInFront = '';
  #isGone = false;
  #whenGone: () => void = () => {};
  #whenKey: (key: Key) => void = () => {};
  #whenResized: () => void = () => {};

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
    output.on('resize', () => this.#whenResized());
    input.on('error', gone);
    input.on('end', gone);
  }

  /** A terminal that tells no size, or a size of nothing, is taken for one of the usual size. */
  get look(): Look {
    return {
      columns: this.#output.columns || 80,
      colour: this.#output.hasColors?.() ?? false,
      urlOf: linksFor(this.#output),
      isLinear: isLinear(),
    };
  }

  get rows(): number {
    return this.#output.rows || 24;
  }

  /**
   * Begins to read keys, and resolves when those that were typed before are gone: they were about nothing that could be
   * seen.
   */
  async open(): Promise<void> {
    emitKeypressEvents(
      this.#input,
      createInterface({ input: new PassThrough(), escapeCodeTimeout: escapeMs }),
    );
    this.#setRawMode(true);
    this.#input.on('keypress', (text: string | undefined, key: RawKey) => {
      for (const pressed of keysOf(text, key)) this.#whenKey(pressed);
    });
    this.#input.resume();
    // The first turn of the event loop begins to read, the second has read what was there.
    for (let turns = 0; turns < 2; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Who gets the keys from now on; until somebody does they are dropped. */
  onKey(listener: (key: Key) => void): void {
    this.#whenKey = listener;
  }

  onResize(listener: () => void): void {
    this.#whenResized = listener;
  }

  /** Called once, when there is nobody left to draw for. */
  onGone(listener: () => void): void {
    this.#whenGone = listener;
    if (this.#isGone) listener();
  }

  /**
   * A screen higher than the terminal is not cut: its top goes into the scrollback, and its end stays in sight. Where
   * nothing is drawn over, only what is new is written.
   */
  draw(screen: string, isNewLight = false): void {
    if (isLinear()) {
      this.#tell(spoken(this.#last, screen, isNewLight));
      this.#last = screen;
      return;
    }
    this.#drawOver(screen);
  }

  /** Something that stands in front of the screen for a while, and is written whole wherever it is. */
  drawInFront(screen: string): void {
    if (!isLinear()) this.#drawOver(screen);
    else if (screen !== this.#lastInFront) this.#tell(screen);
    this.#lastInFront = screen;
  }

  /** What was told may be told again. */
  forget(): void {
    this.#last = '';
    this.#lastInFront = '';
  }

  #tell(text: string): void {
    if (text.trim() !== '') this.#write(`\r\n${text.trimEnd().replaceAll('\n', '\r\n')}\r\n`);
  }

  #drawOver(screen: string): void {
    const lines = screen.replace(/\n$/, '').split('\n');
    // First time: push what is on the screen into the scrollback instead of writing over it.
    const makeRoom = this.#drawn ? '' : '\n'.repeat(this.rows - 1);
    this.#drawn = true;
    this.#write(`${makeRoom}\u001b[H${lines.map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J\r\n`);
  }

  close(farewell: string): void {
    this.#write(`\r\n${paintFor(this.look).wrap(farewell).replaceAll('\n', '\r\n')}\r\n`);
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

type RawKey = { name?: string; ctrl?: boolean; meta?: boolean; sequence?: string };

/** A key that follows an Esc at once comes as one key with it. */
function keysOf(text: string | undefined, { name, ctrl, meta, sequence }: RawKey): Key[] {
  const key = { name, text: text ?? '', ctrl: ctrl === true };
  if (meta !== true || name === 'escape' || sequence?.length !== 2) return [key];
  return [
    { name: 'escape', text: '', ctrl: false },
    { ...key, text: sequence.slice(1) },
  ];
}
