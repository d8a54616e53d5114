import { checkNames } from '../errors/check-names.ts';
import { optionError } from '../errors/option-error.ts';
import { warn } from '../errors/warn.ts';
import { nowMs } from '../time/now-ms.ts';
import type { CircuitChange } from './circuit-change.ts';
import { Breaker } from './create-breaker.ts';
import { type CircuitTrip, readTrip, TripVotes } from './trip-votes.ts';

/** Options of {@link shareTrips}. */
export interface ShareTripsOptions {
  /**
   * Tells all other processes, by whatever channel you have: Redis, a queue, a socket. No call waits for it. What it throws,
   * or rejects with, becomes a process warning. Required.
   */
  readonly publish: (trip: CircuitTrip) => unknown;

  /** So many others must say that a circuit is open before it opens here. Default 2: one bad machine closes nothing. */
  readonly quorum?: number;

  /** What this process is called among the others. Default: a random UUID. */
  readonly name?: string;
}

/** Made by {@link shareTrips}. */
export interface SharedTrips {
  /**
   * Takes what another process has published, as it came out of JSON. What is no {@link CircuitTrip} is ignored, and what
   * this process has said itself too.
   */
  hear(message: unknown): void;

  /** Says and hears no more. Circuits stay as they are. */
  stop(): void;
}

/**
 * Tells other processes when a circuit opens here, and lets it open when enough of them say so: a process with little
 * traffic then need not find out by failing calls of its own.
 *
 * It shares what was found and no counts, and decides nothing for anybody. A circuit that the last call of this process
 * has shown to be well stays closed. One that opens for what others say stays open for the first `coolDownMs`, however
 * long theirs are; then calls of this process find out. Nothing waits for the channel, and where it fails each process
 * goes by itself.
 *
 * Whoever can write to the channel can open circuits. Keep others out of it.
 *
 * @throws A {@link HoldfastError} with code `options` where an option cannot work.
 *
 * @example
 * ```ts
 * const circuits = createBreaker();
 * const trips = shareTrips(circuits, { publish: (trip) => redis.publish('trips', JSON.stringify(trip)) });
 * await redis.subscribe('trips', (text) => trips.hear(JSON.parse(text)));
 * const orders = createClient({ baseUrl: 'https://orders.example.com', breaker: circuits });
 * ```
 */
export function shareTrips(circuits: Breaker, options: ShareTripsOptions): SharedTrips {
  checkNames('', options, ['name', 'publish', 'quorum']);
  const { publish, quorum = 2, name: from = crypto.randomUUID() } = options;
  if (!(circuits instanceof Breaker)) throw optionError('shareTrips takes a createBreaker() first.');
  if (typeof publish !== 'function') {
    throw optionError('Option publish is missing. Give a function that sends a trip to all other processes.');
  }
  if (!Number.isInteger(quorum) || quorum < 1) {
    throw optionError(`Option quorum is ${quorum}. Give a whole number, 1 or more.`);
  }
  if (readTrip({ group: 'any', from, forMs: 0 }) === undefined) {
    throw optionError('Option name is no name. Give 1 to 100 characters.');
  }
  const votes = new TripVotes();
  const told = new Set<string>();
  let stopped = false;

  const tell = (group: string, forMs: number) => {
    // Async, so that what it throws and what it rejects with come the same way.
    const run = async () => publish({ group, from, forMs });
    run().catch((error: unknown) => warn(`A trip could not be published: ${String(error)}`));
  };
  const endListening = circuits.onChange(({ group, to, reason, retryAtMs }: CircuitChange) => {
    if (to === 'open' && reason !== 'others' && retryAtMs !== undefined) {
      told.add(group);
      tell(group, Math.max(1, retryAtMs - Date.now()));
    } else if (to === 'closed' && told.delete(group)) {
      tell(group, 0);
    }
  });

  return {
    hear: (message) => {
      const trip = stopped ? undefined : readTrip(message);
      if (trip === undefined || trip.from === from) return;
      if (votes.hear(trip, nowMs()) >= quorum && trip.forMs > 0) circuits.trip(trip.group);
    },
    stop: () => {
      stopped = true;
      endListening();
    },
  };
}
