import { Circuit, type CircuitPlan } from './machine.ts';

/**
 * The circuits of a breaker, by group, and never more than a limit of them: origins may come from elsewhere, and a
 * million of them must not fill the memory.
 *
 * Beyond the limit the closed circuit that was used longest ago is forgotten; then one whose cool-down is over, which
 * would let a call through anyway. Where all are open, further groups go without one: their calls are made.
 *
 * Pure: the time comes in.
 *
 * @internal
 */
export class Circuits {
  readonly #circuits = new Map<string, Circuit>();
  readonly #plan: CircuitPlan;
  readonly #limit: number;
  #last: Circuit | undefined;

  constructor(plan: CircuitPlan, limit: number) {
    this.#plan = plan;
    this.#limit = limit;
  }

  get size(): number {
    return this.#circuits.size;
  }

  /** The circuit of a group, if there is one. Asking does not count as using. */
  find(group: string): Circuit | undefined {
    return this.#circuits.get(group);
  }

  /** The circuit of a group, made if need be. Undefined where there is no room. */
  of(group: string, nowMs: number): Circuit | undefined {
    // Most clients call one service.
    if (this.#last?.group === group) return this.#last;
    const known = this.#circuits.get(group);
    if (known === undefined) return this.#hasRoom(nowMs) ? this.make(group, nowMs) : undefined;
    this.#circuits.delete(group);
    this.#circuits.set(group, known);
    this.#last = known;
    return known;
  }

  /** The circuit of a group, made if need be, even beyond the limit. */
  make(group: string, nowMs: number): Circuit {
    const circuit = this.#circuits.get(group) ?? new Circuit(group, this.#plan, nowMs);
    this.#circuits.set(group, circuit);
    this.#last = circuit;
    return circuit;
  }

  #hasRoom(nowMs: number): boolean {
    if (this.#circuits.size < this.#limit) return true;
    const dropped = this.#expendable(nowMs);
    if (dropped === undefined) return false;
    this.#circuits.delete(dropped.group);
    // What is still under way in it belongs to no circuit any more.
    dropped.reset(nowMs);
    return true;
  }

  #expendable(nowMs: number): Circuit | undefined {
    let idle: Circuit | undefined;
    let left = this.#circuits.size;
    for (const [group, circuit] of this.#circuits) {
      if (circuit.state === 'closed') return circuit;
      if (circuit.refusesForMs(nowMs) === 0) idle ??= circuit;
      // To the back, so that not every new group has to pass those that are open.
      this.#circuits.delete(group);
      this.#circuits.set(group, circuit);
      left -= 1;
      if (left === 0) break;
    }
    return idle;
  }
}
