import type { Fetch } from '../core/fetch.ts';

/** Before, during and after a brown-out. */
export interface Figures {
  /** Requests for each call while the service failed. 1 where nothing is repeated, 0 where nothing is sent. */
  readonly amplification: number;
  /** Of the calls made while it failed, how many were answered well, from 0 to 1. */
  readonly answered: number;
  /** Of the calls made after it was well again. */
  readonly answeredAfter: number;
}

export interface BrownOut {
  /** How many requests fail, from 0 to 1. */
  readonly failureShare: number;
  /** With which status. Default 503. */
  readonly failure?: number;
  /** Programs that call the service, each with a client of its own. */
  readonly clients: number;
  /** Of each client, at random moments. */
  readonly callsPerSecond: number;
  readonly secondsBefore: number;
  readonly secondsDuring: number;
  readonly secondsAfter: number;
}

/** What moves the time. */
export interface Surroundings {
  /** Lets so much virtual time pass. */
  readonly advance: (ms: number) => Promise<unknown>;
  /** Seeded, so that every run is the same. */
  readonly random: () => number;
}

const STEP_MS = 20;
const ANSWER_MS = 50;

/** Calls a service that is well, then fails much of what it is asked, and is well again. In virtual time. */
export async function simulateBrownOut(
  makeClient: (send: Fetch) => Fetch,
  { failureShare, failure = 503, clients, callsPerSecond, ...seconds }: BrownOut,
  { advance, random }: Surroundings,
): Promise<Figures> {
  const counts = {
    before: { calls: 0, requests: 0, answered: 0 },
    during: { calls: 0, requests: 0, answered: 0 },
    after: { calls: 0, requests: 0, answered: 0 },
  };
  let phase: keyof typeof counts = 'before';
  const send: Fetch = async () => {
    counts[phase].requests += 1;
    const fails = phase === 'during' && random() < failureShare;
    await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
    return new Response(null, { status: fails ? failure : 200 });
  };
  const callers = Array.from({ length: clients }, () => makeClient(send));
  const underWay: Promise<void>[] = [];
  const call = async (caller: Fetch) => {
    const count = counts[phase];
    count.calls += 1;
    const isAnswered = await caller('https://orders.example.com/').then(
      ({ ok }) => ok,
      () => false,
    );
    if (isAnswered) count.answered += 1;
  };

  for (const [name, length] of [
    ['before', seconds.secondsBefore],
    ['during', seconds.secondsDuring],
    ['after', seconds.secondsAfter],
  ] as const) {
    phase = name;
    for (let passedMs = 0; passedMs < length * 1_000; passedMs += STEP_MS) {
      for (const caller of callers) {
        if (random() < (callsPerSecond * STEP_MS) / 1_000) underWay.push(call(caller));
      }
      await advance(STEP_MS);
    }
  }
  await advance(60_000);
  await Promise.all(underWay);

  const { during, after } = counts;
  return {
    amplification: during.requests / during.calls,
    answered: during.answered / during.calls,
    answeredAfter: after.answered / after.calls,
  };
}

/** Tries up to three times more after a 503, each time twice as long after the last: what is usually written by hand. */
export function naiveRetries(send: Fetch): Fetch {
  return async (input, init) => {
    for (let retries = 0; ; retries += 1) {
      const response = await send(input, init);
      if (response.status !== 503 || retries === 3) return response;
      await new Promise((resolve) => setTimeout(resolve, 300 * 2 ** retries));
    }
  };
}

/** mulberry32: random enough for a simulation, and the same for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
