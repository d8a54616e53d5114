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
import { Agent, interceptors, fetch as undiciFetch } from 'undici';
import { createClient } from '../src/index.ts';
import { createUndiciFetch } from '../src/undici/index.ts';
import { machine } from './figures.ts';

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

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function run(url: string) {
  const calls = Number(process.argv[2] ?? 5_000);
  const rounds = Number(process.argv[3] ?? 9);
  const plain = new Agent({ connections: AT_ONCE });
  const retrying = plain.compose(interceptors.retry());
  const all = {
    allowHttp: 'loopback',
    idempotencyKeys: true,
    attemptHeader: 'x-attempt',
    onAlert: () => {},
  } as const;
  const rows: (readonly [string, Call])[] = [
    ["Node's fetch", text((to) => fetch(to))],
    ["holdfast over Node's fetch", text(createClient(all))],
    ['undici.fetch', text((to) => undiciFetch(to, { dispatcher: plain }))],
    ['undici.fetch and its retries', text((to) => undiciFetch(to, { dispatcher: retrying }))],
    ['holdfast/undici, the transport alone', text(createUndiciFetch({ connections: AT_ONCE }))],
    [
      'holdfast over holdfast/undici',
      text(createClient({ ...all, fetch: createUndiciFetch({ connections: AT_ONCE }) })),
    ],
  ];
  const peersAt = new URL('./peers/', import.meta.url);
  if (existsSync(new URL('node_modules', peersAt))) {
    const peers: Record<'got' | 'axiosAndRetry' | 'kyOverFetch' | 'makeFetchHappen', () => Call> =
      await import(new URL('loopback.mjs', peersAt).href);
    rows.push(
      ['got', peers.got()],
      ['axios and axios-retry', peers.axiosAndRetry()],
      ['ky', peers.kyOverFetch()],
      ['make-fetch-happen', peers.makeFetchHappen()],
    );
  }

  console.log(`${machine()}, ${rounds} rounds of ${calls} calls, ${AT_ONCE} at once, ${ANSWER.length} bytes`);
  const perSecond = rows.map(([name, call]) => ({ name, call, rates: [] as number[] }));
  for (const { call } of perSecond) await measure(call, url, calls);
  for (let round = 0; round < rounds; round += 1) {
    for (const { call, rates } of perSecond) rates.push(await measure(call, url, calls));
  }
  const reference = median(perSecond[0]?.rates ?? []);
  for (const { name, rates } of perSecond) {
    const rate = median(rates);
    console.log(`${name.padEnd(40)}${String(rate).padStart(8)} a second  ${(rate / reference).toFixed(2)} x`);
  }
}

if (process.send) {
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
