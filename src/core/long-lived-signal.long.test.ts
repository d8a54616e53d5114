import { getEventListeners } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { type ClientOptions, createClient, type Fetch, isHoldfastError, type Layer } from '../index.ts';
import { fetchFailed } from '../test-support/scripted.ts';
import { startTlsService } from '../test-support/start-tls-service.ts';
import { usedHeap } from '../test-support/used-heap.ts';

const MEBIBYTE = 1024 ** 2;

const plain: Layer = { name: 'plain', wrap: (next) => (call) => next(call.with({})) };

/** Every layer there is. */
const ALL: ClientOptions = {
  idempotencyKeys: true,
  attemptHeader: 'x-attempt',
  deadlineHeader: 'x-deadline-ms',
  retry: { firstWaitMs: 0 },
  layers: [plain],
  onAlert: () => {},
};

it('ten thousand calls on one signal leave no listener and no memory behind, on real connections', async () => {
  const service = await startTlsService((_arrival, response) => response.end('hello'));
  onTestFinished(service.stop);
  const client = createClient({ ...ALL, fetch: service.fetch });
  const { signal } = new AbortController();
  const call = async () => (await client(service.origin, { signal })).text();

  for (let count = 0; count < 2_000; count += 1) await call();
  const before = await usedHeap();
  for (let count = 0; count < 10_000; count += 1) await call();

  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  // The service runs in this process too, and remembers each request.
  expect((await usedHeap()) - before).toBeLessThan(20 * MEBIBYTE);
}, 120_000);

it('a hundred thousand calls of every outcome on one signal leave nothing behind, with every layer', async () => {
  let requests = 0;
  const moved = { status: 307, headers: { location: '/elsewhere' } };
  const send: Fetch = async () => {
    requests += 1;
    if (requests % 100 === 0) throw fetchFailed('ECONNRESET');
    if (requests % 101 === 0) return new Response('busy', { status: 503 });
    if (requests % 103 === 0) return new Response(null, moved);
    return new Response('hello');
  };
  const client = createClient({ ...ALL, fetch: send, breaker: { failuresInARow: 50 } });
  const events = new Map<string, number>();
  client.on('*', ({ kind }) => events.set(kind, (events.get(kind) ?? 0) + 1));
  const { signal } = new AbortController();
  const call = async (count: number) => {
    const method = count % 3 === 0 ? 'POST' : 'GET';
    try {
      const response = await client('https://orders.example.com/17', { method, signal });
      if (count % 7 === 0) await response.body?.cancel();
      else await response.text();
    } catch (error) {
      if (!isHoldfastError(error)) throw error;
    }
  };

  for (let count = 0; count < 20_000; count += 1) await call(count);
  const before = await usedHeap();
  for (let count = 0; count < 100_000; count += 1) await call(count);

  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  expect((await usedHeap()) - before).toBeLessThan(MEBIBYTE);
  expect([...events.keys()]).toEqual(expect.arrayContaining(['redirect-followed', 'retry-waiting']));
}, 120_000);
