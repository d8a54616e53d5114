/** How much of the traffic may be retries. */
export interface BudgetLimits {
  /** Of the calls, between 0 and 1. */
  readonly share: number;
  /** So many are always allowed. */
  readonly floor: number;
}

/**
 * A share of the traffic, kept for retries.
 *
 * Retries help as long as failures are rare. When a service is overloaded all calls fail, all are tried again, and the
 * clients multiply the load that the service already cannot carry: with two retries, by three. Where a caller of the
 * caller retries too, by nine. So retries may make up a share of the calls to an origin, counted over ten seconds, and
 * no more. The floor lets a client with little traffic try again: 20 % of three calls would be none.
 *
 * Pure: the time comes in. Counts are kept per second and forgotten by elapsed time, not by the number of calls, so
 * that an idle hour leaves nothing behind.
 */
export class Budget {
  readonly #calls = new Array<number>(WINDOW_S).fill(0);
  readonly #retries = new Array<number>(WINDOW_S).fill(0);
  #second = 0;

  /** A call is made; not counting its retries. */
  deposit(nowMs: number): void {
    this.#count(this.#calls, nowMs);
  }

  /** Whether a retry may be made. If so, it is counted. Routes may have limits of their own; the count is one. */
  withdraw(nowMs: number, limits: BudgetLimits): boolean {
    this.#forget(nowMs);
    const allowed = Math.max(limits.floor, limits.share * sum(this.#calls));
    if (sum(this.#retries) + 1 > allowed) return false;
    this.#count(this.#retries, nowMs);
    return true;
  }

  #count(counts: number[], nowMs: number): void {
    this.#forget(nowMs);
    const slot = this.#second % WINDOW_S;
    counts[slot] = (counts[slot] ?? 0) + 1;
  }

  #forget(nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    const passed = Math.min(second - this.#second, WINDOW_S);
    for (let step = 0; step < passed; step += 1) {
      const slot = (second - step) % WINDOW_S;
      this.#calls[slot] = 0;
      this.#retries[slot] = 0;
    }
    if (second > this.#second) this.#second = second;
  }
}

const WINDOW_S = 10;

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
