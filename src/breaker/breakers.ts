import type { BreakerOptions } from './breaker-options.ts';
import type { BreakerPlan } from './breaker-plan.ts';
import { Breaker } from './create-breaker.ts';

const BY_ORIGIN = () => undefined;

/**
 * The breakers that a client and all that `.with` makes of it have in common: one for the same options. So a route that
 * gives breaker options with every call still has circuits that remember.
 *
 * @internal
 */
export class Breakers {
  readonly #byGroup = new WeakMap<NonNullable<BreakerOptions['groupOf']>, Map<string, Breaker>>();

  /** @param plan - For the first time that these options are given. */
  of({ groupOf = BY_ORIGIN, ...settings }: BreakerOptions, plan: BreakerPlan): Breaker {
    const known = this.#byGroup.get(groupOf) ?? new Map<string, Breaker>();
    this.#byGroup.set(groupOf, known);
    const key = JSON.stringify(Object.entries(settings).toSorted());
    const breaker = known.get(key) ?? new Breaker(plan);
    known.set(key, breaker);
    return breaker;
  }
}
