import { Budget } from './budget.ts';

/** More origins than a client calls. Beyond it the one that was called longest ago is forgotten. */
const LIMIT = 1000;

/** One budget for each origin: a service that is down must not use up the retries of another. @internal */
export class Budgets {
  readonly #budgets = new Map<string, Budget>();
  #last: { readonly origin: string; readonly budget: Budget } | undefined;

  of(origin: string): Budget {
    // Most clients call one service.
    if (this.#last?.origin === origin) return this.#last.budget;
    const budget = this.#budgets.get(origin) ?? new Budget();
    this.#budgets.delete(origin);
    this.#budgets.set(origin, budget);
    const [oldest] = this.#budgets.keys();
    if (this.#budgets.size > LIMIT && oldest !== undefined) this.#budgets.delete(oldest);
    this.#last = { origin, budget };
    return budget;
  }
}
