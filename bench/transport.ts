/**
 * What a call costs through Node's fetch and through undici: GETs to a plain service on loopback, in a process of its
 * own, 50 at a time. Prints figures; asserts nothing.
 *
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/transport.ts [calls] [rounds]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createClient, type Fetch } from '../src/index.ts';
import { createUndiciFetch } from '../src/undici/index.ts';
import { median } from './figures.ts';
import { numbers, report } from './table.ts';

if (process.send) {
  // Should the other process fail, this one must not stay.
  process.once('disconnect', () => process.exit());
  const server = createServer((_request, response) => response.end('hello'));
  server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
} else {
  const calls = Number(numbers[0] ?? 5_000);
  const rounds = Number(numbers[1] ?? 9);
  const service = fork(new URL(import.meta.url), { execArgv: process.execArgv });
  const [address] = await once(service, 'message');
  const url = `http://127.0.0.1:${address.port}/`;

  /** Processor time of this process alone: what the service costs is not in it. */
  const measure = async (send: Fetch) => {
    let left = calls;
    const one = async () => {
      while (left-- > 0) await (await send(url)).text();
    };
    const before = process.cpuUsage();
    await Promise.all(Array.from({ length: 50 }, one));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / calls;
  };

  const undici = createUndiciFetch({ connections: 50 });
  const sends: readonly (readonly [string, Fetch])[] = [
    ["Node's fetch", (input, init) => fetch(input, init)],
    ['holdfast/undici', undici],
    ["a client over Node's fetch", createClient({ allowHttp: 'loopback' })],
    ['a client over holdfast/undici', createClient({ allowHttp: 'loopback', fetch: undici })],
  ];
  const runs = sends.map(([name, send]) => ({ name, send, times: [] as number[] }));
  for (const { send } of runs) await measure(send);
  for (let round = 0; round < rounds; round += 1) {
    for (const { send, times } of runs) times.push(await measure(send));
  }
  report({
    name: 'transport',
    title: 'What a call costs through each transport',
    how: `Microseconds of processor time for a short answer of a plain service in a process of its own, read to its end, 50 calls at once, ${calls} a turn, ${rounds} rounds in which every row has its turn; medians.`,
    columns: ['us of processor time'],
    digits: 1,
    rows: runs.map(({ name, times }, index) => ({
      name,
      isPeer: index === 0,
      values: [median(times)],
    })),
  });
  service.kill();
  process.exit();
}
