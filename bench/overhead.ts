/**
 * What layers add to a call: microseconds over a transport that answers from memory and reads its signal. One call
 * after the other, in rounds in which every row has its turn, so that a slow moment of the machine meets all of them;
 * garbage is collected between turns, so that nobody pays for another's.
 * Rows for other packages need `npm ci --prefix bench/peers`. Prints figures; asserts nothing.
 *
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/overhead.ts [rounds]
 */
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  breaker,
  type ClientOptions,
  compose,
  createClient,
  type Fetch,
  redirects,
  retry,
  timeout,
} from '../src/index.ts';
import { median } from './figures.ts';
import { numbers, report, type Target } from './table.ts';

const CALLS = 2_000;
const rounds = Number(numbers[0] ?? 25);
const url = 'https://orders.example.com/v1/latest';
let heard = 0;

// Young garbage only: a full collection would also throw away what the compiler has learnt.
setFlagsFromString('--expose-gc');
const collect: (options: { type: 'minor' }) => void = runInNewContext('gc');

/** Reads the signal, as every transport does: some libraries make one only then. */
const stub =
  (body: string | null): Fetch =>
  async (_input, init) => {
    if (init?.signal?.aborted === false) heard += 1;
    return new Response(body);
  };

const ALL: ClientOptions = {
  baseUrl: 'https://orders.example.com',
  headers: { accept: 'application/json', authorization: 'Bearer of-the-service' },
  idempotencyKeys: true,
  attemptHeader: 'x-attempt',
  onAlert: () => {},
};

type Call = (url: string) => Promise<Response>;
type Make = (send: Fetch) => Call;

interface Contestant {
  readonly name: string;
  readonly make: Make;
  readonly isPeer?: boolean;
  /** In microseconds, for an answer without a body. */
  readonly target?: Target;
}

const contestants: Contestant[] = [
  { name: 'the transport alone', make: (send) => (to) => send(to) },
  {
    name: 'one AbortSignal',
    make: (send) => (to) => send(to, { signal: new AbortController().signal }),
  },
  { name: 'compose()', make: (send) => compose(send) },
  { name: 'compose(timeout)', make: (send) => compose(send, timeout()) },
  {
    name: 'compose(retry, breaker, timeout)',
    make: (send) => compose(send, retry(), breaker(), timeout()),
    target: { atMost: 5 },
  },
  {
    name: 'compose(redirects, retry, breaker, timeout)',
    make: (send) => compose(send, redirects(), retry(), breaker(), timeout()),
  },
  { name: 'createClient({ cache: false })', make: (send) => createClient({ fetch: send, cache: false }) },
  { name: 'createClient()', make: (send) => createClient({ fetch: send }) },
  {
    name: 'createClient(), every layer',
    make: (send) => createClient({ ...ALL, fetch: send }),
    target: { atMost: 8 },
  },
];

interface Peers {
  readonly opossum: Make;
  readonly opossumAndPRetry: Make;
  readonly cockatielWrap: Make;
  readonly kyCall: Make;
  readonly ffetchCall: Make;
}

const peersAt = new URL('./peers/', import.meta.url);
if (existsSync(new URL('node_modules', peersAt))) {
  const peers: Peers = await import(new URL('peers.mjs', peersAt).href);
  contestants.push(
    { name: 'opossum (breaker, timeout)', make: peers.opossum, isPeer: true },
    { name: 'opossum and p-retry', make: peers.opossumAndPRetry, isPeer: true },
    { name: 'cockatiel (retry, breaker, timeout)', make: peers.cockatielWrap, isPeer: true },
    { name: 'ky (retry, timeout)', make: peers.kyCall, isPeer: true },
    { name: 'ffetch (retry, breaker, timeout)', make: peers.ffetchCall, isPeer: true },
  );
}

/** Microseconds a call, for each contestant: of the first in all, of the others on top of that. */
async function measure(body: string | null): Promise<number[]> {
  const calls = contestants.map(({ make }) => ({ call: make(stub(body)), added: [] as number[] }));
  for (let round = -3; round < rounds; round += 1) {
    let bare = 0;
    for (const [index, { call, added }] of calls.entries()) {
      collect({ type: 'minor' });
      const started = performance.now();
      for (let count = 0; count < CALLS; count += 1) {
        const response = await call(url);
        if (body !== null) await response.text();
      }
      const each = ((performance.now() - started) * 1000) / CALLS;
      if (index === 0) bare = each;
      if (round >= 0) added.push(index === 0 ? each : each - bare);
    }
  }
  return calls.map(({ added }) => median(added));
}

const empty = await measure(null);
const read = await measure('a'.repeat(1_000));
if (heard === 0) throw new Error('No signal was read.');
report({
  name: 'overhead',
  title: 'What layers add to a call',
  how: `Microseconds added to a transport that answers from memory and reads its signal; the first row is that transport alone. One call after the other, ${CALLS} a turn, ${rounds} rounds in which every row has its turn; medians.`,
  columns: ['us, no body', 'us, 1 kB read'],
  digits: 1,
  rows: contestants.map(({ name, isPeer = false, target }, index) => ({
    name,
    isPeer,
    target,
    values: [empty[index] ?? 0, read[index] ?? 0],
  })),
});
