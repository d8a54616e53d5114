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
import { machine } from './figures.ts';

const CALLS = 2_000;
const REFERENCE = 'compose(retry, breaker, timeout)';
const rounds = Number(process.argv[2] ?? 25);
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

const rows: (readonly [string, Make])[] = [
  ['the transport alone', (send) => (to) => send(to)],
  ['one AbortSignal', (send) => (to) => send(to, { signal: new AbortController().signal })],
  ['compose()', (send) => compose(send)],
  ['compose(timeout)', (send) => compose(send, timeout())],
  [REFERENCE, (send) => compose(send, retry(), breaker(), timeout())],
  [
    'compose(redirects, retry, breaker, timeout)',
    (send) => compose(send, redirects(), retry(), breaker(), timeout()),
  ],
  ['createClient()', (send) => createClient({ fetch: send })],
  ['createClient(), every layer', (send) => createClient({ ...ALL, fetch: send })],
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
  rows.push(
    ['opossum (breaker, timeout)', peers.opossum],
    ['opossum and p-retry', peers.opossumAndPRetry],
    ['cockatiel (retry, breaker, timeout)', peers.cockatielWrap],
    ['ky (retry, timeout)', peers.kyCall],
    ['ffetch (retry, breaker, timeout)', peers.ffetchCall],
  );
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function measure(what: string, body: string | null) {
  const calls = rows.map(([name, make]) => ({ name, call: make(stub(body)), added: [] as number[] }));
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
  const reference = median(calls.find(({ name }) => name === REFERENCE)?.added ?? []);
  console.log(`\n${what}: microseconds added, and as a multiple of ${REFERENCE}`);
  for (const [index, { name, added }] of calls.entries()) {
    const us = median(added);
    const times = index === 0 ? '' : `${(us / reference).toFixed(1)} x`;
    console.log(`  ${name.padEnd(46)}${us.toFixed(2).padStart(8)}${times.padStart(9)}`);
  }
}

console.log(`${machine()}, ${rounds} rounds of ${CALLS} calls`);
await measure('An answer without a body', null);
await measure('An answer of 1 kB, read to its end', 'a'.repeat(1_000));
if (heard === 0) console.log('No signal was read.');
