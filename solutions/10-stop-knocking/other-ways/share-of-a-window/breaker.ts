import { ClientError } from './client-error.ts';
import type { Send } from './send.ts';

export type BreakerOptions = { failuresInARow: number; coolDownMs: number };

export class CircuitOpen extends ClientError {
  readonly retryAfterMs: number;

  constructor(url: URL, retryAfterMs: number) {
    super('circuit-open', url);
    this.retryAfterMs = retryAfterMs;
  }
}

export const breaking = (options: BreakerOptions | undefined, send: Send): Send =>
  options === undefined ? send : new Breaker(options, send).send;

/** Looks at the share of failures among the last attempts. Not all clients come back at the same moment. */
class Breaker {
  readonly #options: BreakerOptions;
  readonly #next: Send;
  readonly #windows = new Map<string, boolean[]>();
  readonly #openUntilMs = new Map<string, number>();
  readonly #closedAtMs = new Map<string, number>();
  readonly #probes = new Map<string, symbol>();

  constructor(options: BreakerOptions, next: Send) {
    this.#options = options;
    this.#next = next;
  }

  readonly send: Send = async (url, init) => {
    const sentAtMs = performance.now();
    const probe = this.#enter(url);
    const settle = (isGood: boolean | undefined) => this.#settle(url.origin, sentAtMs, probe, isGood);
    return this.#next(url, init).then(
      (response) => {
        settle(this.#judge(response));
        return response;
      },
      (error: unknown) => {
        settle(error instanceof ClientError && !init.signal?.aborted ? false : undefined);
        throw error;
      },
    );
  };

  #enter({ origin, href }: URL): symbol | undefined {
    const untilMs = this.#openUntilMs.get(origin);
    if (untilMs === undefined) return undefined;
    const leftMs = untilMs - performance.now();
    if (leftMs > 0 || this.#probes.has(origin)) throw new CircuitOpen(new URL(href), Math.max(1, leftMs));
    const probe = Symbol(origin);
    this.#probes.set(origin, probe);
    return probe;
  }

  /** Too many requests, or a mistake over there: the service is neither well nor away. */
  #judge({ status }: Response): boolean | undefined {
    if (status === 429 || status === 500) return undefined;
    return ![502, 503, 504].includes(status);
  }

  #settle(origin: string, sentAtMs: number, probe: symbol | undefined, isGood: boolean | undefined): void {
    if (probe !== undefined) {
      this.#probes.delete(origin);
      if (isGood === true) this.#close(origin);
      if (isGood === false) this.#open(origin);
      return;
    }
    const isLate = this.#openUntilMs.has(origin) || sentAtMs < (this.#closedAtMs.get(origin) ?? 0);
    if (isLate || isGood === undefined) return;
    const { failuresInARow } = this.#options;
    const window = [...(this.#windows.get(origin) ?? []), isGood].slice(-failuresInARow);
    this.#windows.set(origin, window);
    const share = window.filter((good) => !good).length / failuresInARow;
    if (share === 1) this.#open(origin);
  }

  #open(origin: string): void {
    this.#windows.delete(origin);
    const coolDownMs = this.#options.coolDownMs * (1 + Math.random() / 10);
    this.#openUntilMs.set(origin, performance.now() + coolDownMs);
  }

  #close(origin: string): void {
    this.#openUntilMs.delete(origin);
    this.#closedAtMs.set(origin, performance.now());
  }
}
