/** Says that a circuit of another process is open. Plain data, for JSON. */
export interface CircuitTrip {
  /** Which circuit: the origin, or the name that `groupOf` gives. */
  readonly group: string;
  /** Which process says so. */
  readonly from: string;
  /** For how long it stays open, in milliseconds from now on: the clocks of two machines differ. 0: it has closed. */
  readonly forMs: number;
}

const LONGEST_NAME = 100;
const MOST_GROUPS = 1_000;
const MOST_SENDERS = 100;

/** Undefined: it is none. What comes from a channel may be anything. @internal */
export function readTrip(message: unknown): CircuitTrip | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { group, from, forMs }: { group?: unknown; from?: unknown; forMs?: unknown } = message;
  if (!isName(group) || !isName(from)) return undefined;
  return typeof forMs === 'number' && forMs >= 0 ? { group, from, forMs } : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_NAME;
}

/**
 * What other processes say of their circuits, each word for as long as it counts.
 *
 * Pure: the time comes in.
 *
 * @internal
 */
export class TripVotes {
  readonly #groups = new Map<string, Map<string, number>>();

  /** Answers how many processes say now that this circuit is open. */
  hear({ group, from, forMs }: CircuitTrip, nowMs: number): number {
    const votes = this.#groups.get(group) ?? new Map<string, number>();
    votes.delete(from);
    if (forMs > 0) votes.set(from, nowMs + forMs);
    for (const [sender, untilMs] of votes) if (untilMs <= nowMs) votes.delete(sender);
    keepNewest(votes, MOST_SENDERS);
    this.#groups.delete(group);
    if (votes.size > 0) this.#groups.set(group, votes);
    keepNewest(this.#groups, MOST_GROUPS);
    return votes.size;
  }
}

function keepNewest(map: Map<string, unknown>, limit: number): void {
  const [oldest] = map.keys();
  if (map.size > limit && oldest !== undefined) map.delete(oldest);
}
