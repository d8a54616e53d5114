/**
 * Requests a second to a plain service on loopback, in a process of its own, 32 at a time: clients with all that they
 * have, in rounds in which every row has its turn. Rows for other packages need `npm ci --prefix bench/peers`. Prints
 * figures; asserts nothing.
 *
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/loopback.ts [calls] [rounds]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { Agent, interceptors, request, fetch as undiciFetch } from 'undici';
import { createClient } from '../src/index.ts';
import { createUndiciFetch } from '../src/undici/index.ts';
import { median } from './figures.ts';
import { numbers, report, type Target } from './table.ts';

const AT_ONCE = 32;
const ANSWER = JSON.stringify({ orders: Array.from({ length: 20 }, (_, id) => ({ id, what: 'book' })) });

/** Calls the URL and reads the answer to its end. */
type Call = (url: string) => Promise<unknown>;

const text =
  (send: (url: string) => Promise<{ text(): Promise<string> }>): Call =>
  async (url) =>
    (await send(url)).text();

/** Calls a second. */
async function measure(call: Call, url: string, calls: number): Promise<number> {
  let left = calls;
  const one = async () => {
    while (left-- > 0) await call(url);
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return Math.round((calls * 1_000) / (performance.now() - started));
}

interface Contestant {
  readonly name: string;
  readonly call: Call;
  readonly isPeer?: boolean;
  /** As a multiple of Node's fetch. */
  readonly target?: Target;
}

type PeerName =
  | 'axiosAndRetry'
  | 'cockatielOverFetch'
  | 'ffetchOverFetch'
  | 'got'
  | 'kyOverFetch'
  | 'makeFetchHappen'
  | 'opossumAndPRetry';

async function contestants(): Promise<Contestant[]> {
  const plain = new Agent({ connections: AT_ONCE });
  const retrying = plain.compose(interceptors.retry());
  const all = {
    allowHttp: 'loopback',
    idempotencyKeys: true,
    attemptHeader: 'x-attempt',
    onAlert: () => {},
  } as const;
  const ours: Contestant[] = [
    { name: "Node's fetch", call: text((to) => fetch(to)), isPeer: true },
    { name: "holdfast over Node's fetch", call: text(createClient(all)), target: { atLeast: 0.9 } },
    {
      name: 'holdfast over holdfast/undici',
      call: text(createClient({ ...all, fetch: createUndiciFetch({ connections: AT_ONCE }) })),
      target: { atLeast: 1.8 },
    },
    {
      name: 'holdfast/undici, the transport alone',
      call: text(createUndiciFetch({ connections: AT_ONCE })),
    },
    { name: 'undici.fetch', call: text((to) => undiciFetch(to, { dispatcher: plain })), isPeer: true },
    {
      name: 'undici.fetch and its retries',
      call: text((to) => undiciFetch(to, { dispatcher: retrying })),
      isPeer: true,
    },
    {
      name: 'undici.request and its retries',
      call: async (to) => (await request(to, { dispatcher: retrying })).body.text(),
      isPeer: true,
    },
  ];
  const peersAt = new URL('./peers/', import.meta.url);
  if (!existsSync(new URL('node_modules', peersAt))) return ours;
  const peers: Readonly<Record<PeerName, () => Call>> = await import(new URL('loopback.mjs', peersAt).href);
  return [
    ...ours,
    { name: 'opossum and p-retry', call: peers.opossumAndPRetry(), isPeer: true },
    { name: 'cockatiel', call: peers.cockatielOverFetch(), isPeer: true },
    { name: 'ffetch', call: peers.ffetchOverFetch(), isPeer: true },
    { name: 'ky', call: peers.kyOverFetch(), isPeer: true },
    { name: 'got', call: peers.got(), isPeer: true },
    { name: 'axios and axios-retry', call: peers.axiosAndRetry(), isPeer: true },
    { name: 'make-fetch-happen', call: peers.makeFetchHappen(), isPeer: true },
  ];
}

async function run(url: string) {
  const calls = Number(numbers[0] ?? 5_000);
  const rounds = Number(numbers[1] ?? 9);
  const runs = (await contestants()).map((contestant) => ({
    contestant,
    rates: [] as number[],
    multiples: [] as number[],
  }));
  for (const { contestant } of runs) await measure(contestant.call, url, calls);
  for (let round = 0; round < rounds; round += 1) {
    let reference = 0;
    for (const { contestant, rates, multiples } of runs) {
      const rate = await measure(contestant.call, url, calls);
      reference ||= rate;
      rates.push(rate);
      multiples.push(rate / reference);
    }
  }
  report({
    name: 'loopback',
    title: 'Requests a second on loopback',
    how: `Answers of ${ANSWER.length} bytes of a plain service in a process of its own, read to their end, ${AT_ONCE} calls at once, ${calls} a turn, ${rounds} rounds in which every row has its turn; medians. A multiple is that of Node's fetch in the same round.`,
    columns: ["as a multiple of Node's fetch", 'a second'],
    digits: 2,
    rows: runs.map(({ contestant: { name, isPeer = false, target }, rates, multiples }) => ({
      name,
      isPeer,
      target,
      values: [median(multiples), median(rates)],
    })),
  });
}

if (process.send) {
  // Should the other process fail, this one must not stay.
  process.once('disconnect', () => process.exit());
  const headers = { 'content-type': 'application/json' };
  const server = createServer((_request, response) => response.writeHead(200, headers).end(ANSWER));
  server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
} else {
  const service = fork(new URL(import.meta.url), { execArgv: process.execArgv });
  const [{ port }] = await once(service, 'message');
  await run(`http://127.0.0.1:${port}/`);
  service.kill();
  process.exit();
}
