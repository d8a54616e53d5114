import { originOf } from '../core/origin-of.ts';
import { optionError } from '../errors/option-error.ts';
import { warn } from '../errors/warn.ts';
import { nowMs } from '../time/now-ms.ts';
import type { BreakerOptions } from './breaker-options.ts';
import { type BreakerPlan, planBreaker } from './breaker-plan.ts';
import type { CircuitChange } from './circuit-change.ts';
import { Circuits } from './circuits.ts';
import type { Health } from './health.ts';
import type { Circuit, CircuitState } from './machine.ts';

/** A name longer than this is no name. */
const LONGEST_NAME = 100;

/** A circuit breaker as a thing of its own, made by {@link createBreaker}. */
export class Breaker {
  /** @internal */
  readonly plan: BreakerPlan;
  readonly #circuits: Circuits;
  readonly #listeners = new Set<(change: CircuitChange) => void>();

  /** @internal */
  constructor(plan: BreakerPlan) {
    this.plan = plan;
    this.#circuits = new Circuits(plan, plan.groups);
  }

  /**
   * Refuses all calls to the group of this URL until {@link reset}, also with `shadow`: a person asked for it.
   *
   * @throws A {@link HoldfastError} with code `options` where the URL is not absolute.
   */
  isolate(url: string | URL): void {
    const now = nowMs();
    const circuit = this.#circuits.make(this.#groupOf(absolute(url)), now);
    const from = circuit.state;
    circuit.isolate(now);
    this.tell(circuit, from);
  }

  /**
   * Closes the circuit of this URL's group and forgets what it counted.
   *
   * @throws A {@link HoldfastError} with code `options` where the URL is not absolute.
   */
  reset(url: string | URL): void {
    const circuit = this.#circuits.find(this.#groupOf(absolute(url)));
    if (circuit === undefined) return;
    const from = circuit.state;
    circuit.reset(nowMs());
    if (from !== 'closed') this.tell(circuit, from);
  }

  /**
   * How the group of this URL does. Makes no call and changes nothing.
   *
   * @throws A {@link HoldfastError} with code `options` where the URL is not absolute.
   */
  health(url: string | URL): Health {
    const group = this.#groupOf(absolute(url));
    const circuit = this.#circuits.find(group);
    if (circuit === undefined) {
      return { group, state: 'closed', sinceMs: undefined, retryAtMs: undefined, failureShare: 0, calls: 0 };
    }
    const now = nowMs();
    const { state, sinceMs, calls, failureShare } = circuit.peek(now);
    return {
      group,
      state,
      sinceMs: Math.round(Date.now() - (now - sinceMs)),
      retryAtMs: retryAtMs(circuit),
      failureShare,
      calls,
    };
  }

  /**
   * Calls `listener` whenever a circuit changes its state, by calls or by hand. What it throws becomes a process warning.
   *
   * @returns A function that ends it.
   */
  onChange(listener: (change: CircuitChange) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Opens a circuit for what other processes have found. @internal */
  trip(group: string): void {
    const now = nowMs();
    const circuit = this.#circuits.of(group, now);
    if (circuit?.trip(now, Math.random())) this.tell(circuit, 'closed');
  }

  /** @internal */
  circuitOf(url: string, now: number): Circuit | undefined {
    return this.#circuits.of(this.#groupOf(url), now);
  }

  /** @internal */
  tell(circuit: Circuit, from: CircuitState): void {
    if (this.#listeners.size === 0) return;
    const { group, state: to } = circuit;
    const reason = to === 'open' ? circuit.reason : undefined;
    const change: CircuitChange = { group, from, to, reason, retryAtMs: retryAtMs(circuit) };
    for (const listener of [...this.#listeners]) {
      // Async, so that what it throws and what it rejects with come the same way.
      const run = async () => listener(change);
      run().catch((error: unknown) => warn(`A listener of a breaker failed: ${String(error)}`));
    }
  }

  #groupOf(url: string): string {
    if (this.plan.groupOf === undefined) return originOf(url);
    const name: unknown = this.plan.groupOf(new URL(url));
    if (name === undefined) return originOf(url);
    if (typeof name === 'string' && name !== '') return name.slice(0, LONGEST_NAME);
    throw optionError('Option breaker.groupOf gave something that is no name. Give a string, or undefined.');
  }
}

/**
 * A circuit breaker that several clients share, or that is isolated and reset by hand. A client that is given none
 * makes its own.
 *
 * @throws A {@link HoldfastError} with code `options` where an option cannot work, or two of them conflict.
 *
 * @example
 * ```ts
 * const circuits = createBreaker({ coolDownMs: 60_000 });
 * const orders = createClient({ baseUrl: 'https://orders.example.com', breaker: circuits });
 *
 * circuits.isolate('https://orders.example.com'); // maintenance: nothing is sent
 * circuits.reset('https://orders.example.com');
 * ```
 */
export function createBreaker(options: BreakerOptions = {}): Breaker {
  return new Breaker(planBreaker(options));
}

function absolute(url: string | URL): string {
  const text = String(url);
  if (URL.canParse(text)) return new URL(text).href;
  throw optionError('The URL of a circuit is not absolute. Give something like https://orders.example.com.');
}

/** On the clock of `Date`. */
function retryAtMs(circuit: Circuit): number | undefined {
  const waitMs = circuit.refusesForMs(nowMs());
  return waitMs > 0 && Number.isFinite(waitMs) ? Math.ceil(Date.now() + waitMs) : undefined;
}
