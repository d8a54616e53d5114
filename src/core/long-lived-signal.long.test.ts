import { getEventListeners } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { createClient } from '../index.ts';
import { startTlsService } from '../test-support/start-tls-service.ts';

it('ten thousand calls on one signal leave no listener and no memory behind', async () => {
  const service = await startTlsService((_arrival, response) => response.end('hello'));
  onTestFinished(service.stop);
  const client = createClient({ fetch: service.fetch });
  const { signal } = new AbortController();
  const call = async () => (await client(service.origin, { signal })).text();
  const heapMiB = () => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed / 1024 ** 2;
  };

  for (let count = 0; count < 2_000; count += 1) await call();
  const before = heapMiB();
  for (let count = 0; count < 10_000; count += 1) await call();

  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  // Without --expose-gc there is garbage in it; a leak of a call each would be far more.
  expect(heapMiB() - before).toBeLessThan(60);
}, 120_000);
