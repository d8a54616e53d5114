/**
 * What the cache brings and costs: hits beside native fetch on loopback and beside a bare `new Response(bytes)`, one after
 * the other, in rounds in which every row has its turn; the time to look up one of many; memory beside its bound; and how
 * often a service is asked by a thousand callers of one cold URL. Prints figures; asserts nothing.
 *
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/cache.ts [calls] [rounds]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Agent, interceptors, fetch as undiciFetch } from 'undici';
import { createClient, type Fetch } from '../src/index.ts';
import { usedHeap } from '../src/test-support/used-heap.ts';
import { machine } from './figures.ts';

const ANSWER = JSON.stringify({ orders: Array.from({ length: 20 }, (_, id) => ({ id, what: 'book' })) });
const HEADERS = { 'content-type': 'application/json', 'cache-control': 'max-age=3600', etag: '"17"' };

type Read = () => Promise<string>;

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function microseconds(read: Read, calls: number): Promise<number> {
  const started = performance.now();
  for (let call = 0; call < calls; call += 1) await read();
  return ((performance.now() - started) * 1_000) / calls;
}

async function hits(url: string, calls: number, rounds: number): Promise<void> {
  const bytes = new TextEncoder().encode(ANSWER);
  const client = createClient({ allowHttp: 'loopback' });
  const named = createClient({
    allowHttp: 'loopback',
    headers: { authorization: `Bearer ${'t'.repeat(800)}` },
  });
  const caching = new Agent().compose(interceptors.cache({ type: 'private' }));
  const rows: (readonly [string, Read])[] = [
    ['new Response(bytes)', async () => new Response(bytes).text()],
    ['a hit', async () => (await client(url)).text()],
    ['a hit, with a credential', async () => (await named(url)).text()],
    [
      "a hit of undici's cache interceptor",
      async () => (await undiciFetch(url, { dispatcher: caching })).text(),
    ],
    ["Node's fetch", async () => (await fetch(url)).text()],
  ];
  const measured = rows.map(([name, read]) => ({ name, read, times: [] as number[] }));
  for (const { read } of measured) await microseconds(read, calls);
  for (let round = 0; round < rounds; round += 1) {
    for (const { read, times } of measured) times.push(await microseconds(read, calls));
  }
  const [bare = 0, hit = 0] = measured.map(({ times }) => median(times));
  const native = median(measured.at(-1)?.times ?? []);
  console.log(`Hits, ${ANSWER.length} bytes: microseconds, and times as fast as Node's fetch`);
  for (const { name, times } of measured) {
    const us = median(times);
    console.log(`  ${name.padEnd(40)}${us.toFixed(1).padStart(8)}${(native / us).toFixed(1).padStart(8)} x`);
  }
  console.log(`  a hit has ${Math.round((bare / hit) * 100)} % of the speed of new Response(bytes)`);
}

/** Answers from memory, a different one for each URL. */
const answering: Fetch = async (input) => new Response(`${input} ${ANSWER}`, { headers: HEADERS });

async function many(entries: number): Promise<void> {
  const maxBytes = 256 * 1024 * 1024;
  const before = { heap: await usedHeap(), buffers: process.memoryUsage().arrayBuffers };
  const client = createClient({ fetch: answering, cache: { maxEntries: entries, maxBytes } });
  for (let id = 0; id < entries; id += 1) await (await client(`https://a.example/${id}`)).text();
  const bytes = (await usedHeap()) - before.heap + process.memoryUsage().arrayBuffers - before.buffers;
  let hit = 0;
  client.on('cache-decided', ({ result }) => {
    if (result === 'hit') hit += 1;
  });
  let next = 0;
  const us = await microseconds(async () => {
    next = (next + 7_919) % entries;
    return (await client(`https://a.example/${next}`)).text();
  }, 5_000);
  console.log(
    `  ${String(entries).padStart(7)} entries: ${us.toFixed(1)} us a hit (${hit} of 5000), ` +
      `${(bytes / 1024 / 1024).toFixed(1)} MiB in use, ${Math.round(bytes / entries)} bytes each`,
  );
  client.close();
}

async function bound(size: number): Promise<void> {
  const maxBytes = 32 * 1024 * 1024;
  const body = 'a'.repeat(size);
  const before = { heap: await usedHeap(), buffers: process.memoryUsage().arrayBuffers };
  const client = createClient({
    fetch: async () => new Response(body, { headers: HEADERS }),
    cache: { maxEntries: 1_000_000, maxBytes },
  });
  for (let id = 0; id < 60_000; id += 1) await (await client(`https://a.example/${id}`)).text();
  const bytes = (await usedHeap()) - before.heap + process.memoryUsage().arrayBuffers - before.buffers;
  console.log(`  bodies of ${size} bytes: ${Math.round((bytes / maxBytes) * 100)} % of maxBytes in use`);
  client.close();
}

async function cold(): Promise<void> {
  let requests = 0;
  const client = createClient({
    fetch: async () => {
      requests += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return new Response(ANSWER, { headers: HEADERS });
    },
  });
  await Promise.all(
    Array.from({ length: 1_000 }, async () => (await client('https://a.example/cold')).text()),
  );
  console.log(`A thousand callers of one cold URL make ${requests} request(s)`);
}

if (process.send) {
  const server = createServer((_request, response) => response.writeHead(200, HEADERS).end(ANSWER));
  server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
} else {
  console.log(machine());
  const service = fork(new URL(import.meta.url), { execArgv: process.execArgv });
  const [{ port }] = await once(service, 'message');
  await hits(`http://127.0.0.1:${port}/`, Number(process.argv[2] ?? 3_000), Number(process.argv[3] ?? 9));
  service.kill();
  console.log('Looking up one of many');
  for (const entries of [100, 1_000, 10_000, 100_000]) await many(entries);
  console.log('Memory, when it is full');
  for (const size of [0, 1_000, 20_000]) await bound(size);
  await cold();
  process.exit();
}
