import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

/** A terminal's screen that one can wait on. */
export class Screen extends Writable {
  readonly columns = 80;
  readonly rows = 60;
  #text = '';
  /** Everything that was ever written, as it was written. */
  raw = '';
  #waiting: { until: () => boolean; resolve(): void } | undefined;

  /** What was drawn last, without colours. */
  get text(): string {
    return this.#text;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.raw += chunk.toString();
    this.#text = stripVTControlCharacters(chunk.toString());
    this.#check();
    done();
  }

  /** Resolves when a drawn screen contains the text, or when at a drawing the question is answered with yes. */
  shows(what: string | (() => boolean)): Promise<void> {
    return new Promise((resolve, reject) => {
      const until = typeof what === 'string' ? () => this.#text.includes(what) : what;
      const givenUp = setTimeout(
        () => reject(new Error(`Never shown: ${what}. Instead:\n${this.#text}`)),
        25_000,
      );
      this.#waiting = {
        until,
        resolve: () => {
          clearTimeout(givenUp);
          resolve();
        },
      };
      if (typeof what === 'string') this.#check();
    });
  }

  #check(): void {
    if (this.#waiting?.until() !== true) return;
    this.#waiting.resolve();
    this.#waiting = undefined;
  }
}
