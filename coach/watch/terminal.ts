import { emitKeypressEvents } from 'node:readline';

export type Input = NodeJS.ReadableStream & { setRawMode?(on: boolean): unknown };
export type Output = NodeJS.WritableStream & { columns?: number; rows?: number; hasColors?(): boolean };

export type Key = { name: string | undefined; text: string; ctrl: boolean };

/**
 * The learner's terminal. Screens are drawn over each other from the top, line by line, so that what stood in the
 * terminal before stays in its scrollback.
 */
export class Terminal {
  readonly #input: Input;
  readonly #output: Output;
  #drawn = false;

  constructor(input: Input, output: Output) {
    this.#input = input;
    this.#output = output;
  }

  get columns(): number {
    return this.#output.columns ?? 80;
  }

  get colour(): boolean {
    return this.#output.hasColors?.() ?? false;
  }

  onKey(listener: (key: Key) => void): void {
    emitKeypressEvents(this.#input);
    this.#input.setRawMode?.(true);
    this.#input.resume();
    this.#input.on('keypress', (text: string | undefined, key: { name?: string; ctrl?: boolean }) => {
      listener({ name: key.name, text: text ?? '', ctrl: key.ctrl === true });
    });
  }

  onResize(listener: () => void): void {
    this.#output.on('resize', listener);
  }

  /** A screen higher than the terminal is not cut: its top goes into the scrollback, and its end stays in sight. */
  draw(screen: string): void {
    const rows = this.#output.rows ?? 24;
    const lines = screen.replace(/\n$/, '').split('\n');
    // First time: push what is on the screen into the scrollback instead of writing over it.
    const makeRoom = this.#drawn ? '' : '\n'.repeat(rows - 1);
    this.#drawn = true;
    this.#output.write(
      `${makeRoom}\u001b[H${lines.map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J\r\n`,
    );
  }

  close(farewell: string): void {
    this.#output.write(`\r\n${farewell}\r\n`);
    this.#input.setRawMode?.(false);
    this.#input.pause();
  }
}
