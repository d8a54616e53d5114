import type { Breaker } from '../breaker/create-breaker.ts';
import type { UpcheckPlan } from './upcheck-plan.ts';
import { Upchecker } from './upchecker.ts';

/** So many are kept. Beyond it, the oldest is forgotten. */
const LIMIT = 1_000;

/**
 * What a client and all that `.with` makes of it have in common: who asks the same URL in the same way shares the answer.
 *
 * @internal
 */
export class Upchecks {
  readonly #byBreaker = new WeakMap<Breaker, Map<string, Upchecker>>();
  readonly #withoutBreaker = new Map<string, Upchecker>();

  of(plan: UpcheckPlan, breaker: Breaker | undefined): Upchecker {
    const known = breaker === undefined ? this.#withoutBreaker : this.#of(breaker);
    const key = JSON.stringify([plan.url, plan.method, plan.timeoutMs, plan.validForMs]);
    const upchecker = known.get(key) ?? new Upchecker(plan, breaker);
    known.set(key, upchecker);
    for (const oldest of known.keys()) {
      if (known.size <= LIMIT) break;
      known.delete(oldest);
    }
    return upchecker;
  }

  #of(breaker: Breaker): Map<string, Upchecker> {
    const known = this.#byBreaker.get(breaker) ?? new Map<string, Upchecker>();
    this.#byBreaker.set(breaker, known);
    return known;
  }
}
