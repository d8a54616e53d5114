import type { Entry } from './entry.ts';

/** So many URLs are remembered. Beyond it, the one that was changed longest ago is forgotten. */
const LIMIT = 10_000;

interface Change {
  readonly order: number;
  readonly atMs: number;
}

/**
 * Which URLs were changed, and when: an answer that was asked for before is not given without asking, on whose behalf it
 * may have been. And one that was under way during the change is not kept.
 *
 * Order is counted and not timed: two things can happen within a millisecond.
 *
 * @internal
 */
export class Invalidations {
  readonly #changes = new Map<string, Change>();
  #order = 0;

  /** The place of a request in the order of things. */
  next(): number {
    this.#order += 1;
    return this.#order;
  }

  add(url: string, atMs: number): void {
    this.#changes.delete(url);
    this.#changes.set(url, { order: this.next(), atMs });
    for (const oldest of this.#changes.keys()) {
      if (this.#changes.size <= LIMIT) return;
      this.#changes.delete(oldest);
    }
  }

  /** How often anything was changed before this URL was. Calls that began on two sides of it ask for different things. */
  orderOf(url: string): number {
    return this.#changes.size === 0 ? 0 : (this.#changes.get(url)?.order ?? 0);
  }

  /** Whether a URL was changed since an answer was asked for. */
  covers(url: string, { order, requestedAtMs }: Pick<Entry, 'order' | 'requestedAtMs'>): boolean {
    if (this.#changes.size === 0) return false;
    const change = this.#changes.get(url);
    if (change === undefined) return false;
    return order === undefined ? requestedAtMs < change.atMs : order < change.order;
  }
}
