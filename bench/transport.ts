/**
 * What a call costs through Node's fetch and through undici: GETs to a plain service on loopback, in a process of its
 * own, 50 at a time. Prints figures; asserts nothing.
 *
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/transport.ts [calls]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createClient, type Fetch } from '../src/index.ts';
import { createUndiciFetch } from '../src/undici/index.ts';
import { machine } from './figures.ts';

if (process.send) {
  const server = createServer((_request, response) => response.end('hello'));
  server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
} else {
  const calls = Number(process.argv[2] ?? 20_000);
  const service = fork(new URL(import.meta.url), { execArgv: process.execArgv });
  const [address] = await once(service, 'message');
  const url = `http://127.0.0.1:${address.port}/`;

  const measure = async (send: Fetch, count: number) => {
    let left = count;
    const one = async () => {
      while (left-- > 0) await (await send(url)).text();
    };
    const started = performance.now();
    await Promise.all(Array.from({ length: 50 }, one));
    return Math.round(((performance.now() - started) * 1000) / count);
  };

  const undici = createUndiciFetch({ connections: 50 });
  const rows: [string, Fetch][] = [
    ['fetch', fetch],
    ['undici', undici],
    ['client over fetch', createClient({ allowHttp: 'loopback' })],
    ['client over undici', createClient({ allowHttp: 'loopback', fetch: undici })],
  ];
  console.log(machine());
  for (const [, send] of rows) await measure(send, calls / 4);
  for (const [what, send] of rows) console.log(`${what}: ${await measure(send, calls)} us a call`);
  service.kill();
}
