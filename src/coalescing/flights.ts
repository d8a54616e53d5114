import type { Flight } from './flight.ts';

/** For so long, calls with a key whose answer could not be shared each go alone: to wait would be in vain. */
const ALONE_MS = 60_000;

/** So many keys are remembered that way. */
const LIMIT = 1_000;

/** The requests under way that several calls may wait for. Pure: the time comes in. @internal */
export class Flights {
  readonly #underWay = new Map<string, Flight>();
  readonly #aloneUntilMs = new Map<string, number>();

  find(key: string): Flight | undefined {
    return this.#underWay.get(key);
  }

  begin(key: string, flight: Flight): void {
    this.#underWay.set(key, flight);
  }

  end(key: string, flight: Flight): void {
    if (this.#underWay.get(key) === flight) this.#underWay.delete(key);
  }

  /** The answer for a key could not be shared. */
  goAlone(key: string, nowMs: number): void {
    this.#aloneUntilMs.delete(key);
    this.#aloneUntilMs.set(key, nowMs + ALONE_MS);
    for (const oldest of this.#aloneUntilMs.keys()) {
      if (this.#aloneUntilMs.size <= LIMIT) return;
      this.#aloneUntilMs.delete(oldest);
    }
  }

  goesAlone(key: string, nowMs: number): boolean {
    const untilMs = this.#aloneUntilMs.get(key);
    if (untilMs === undefined) return false;
    if (nowMs < untilMs) return true;
    this.#aloneUntilMs.delete(key);
    return false;
  }
}
