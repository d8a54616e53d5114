import { expect, it, onTestFinished } from 'vitest';
import { createClient } from '../index.ts';
import { startTlsService } from '../test-support/start-tls-service.ts';

it('a retry takes the connection of the attempt before, instead of a new handshake', async () => {
  const ports: unknown[] = [];
  const service = await startTlsService((_arrival, response, request) => {
    ports.push(request.socket.remotePort);
    response.writeHead(ports.length < 3 ? 503 : 200).end('x'.repeat(20_000));
  });
  onTestFinished(service.stop);
  const client = createClient({ fetch: service.fetch, retry: { waitsMs: [50, 50] } });

  expect(await (await client(service.origin)).text()).toHaveLength(20_000);
  expect(new Set(ports).size).toBe(1);
  expect(ports).toHaveLength(3);
});

it('ends an attempt on the wire when its time is over, and not only for the caller', async () => {
  let hungUp: Promise<unknown> = Promise.resolve();
  const service = await startTlsService((_arrival, response) => {
    hungUp = new Promise((resolve) => response.on('close', resolve));
  });
  onTestFinished(service.stop);
  const client = createClient({ fetch: service.fetch, attemptTimeoutMs: 200, retry: false });

  await expect(client(service.origin)).rejects.toMatchObject({ code: 'timeout', attempts: 1 });
  await hungUp;
});
