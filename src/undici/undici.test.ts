import { getEventListeners, once } from 'node:events';
import type { TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';
import { Agent, MockAgent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClient, type Fetch } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { startTlsService } from '../test-support/start-tls-service.ts';
import { createUndiciFetch, type UndiciFetchOptions } from './index.ts';

type Given = Parameters<typeof startTlsService>;

async function serving(...given: Given) {
  const service = await startTlsService(...given);
  onTestFinished(service.stop);
  return service;
}

describe('certificates', () => {
  it('of no authority that Node knows are refused', async () => {
    const service = await serving((_arrival, response) => response.end());
    const error = await errorOf(createClient({ fetch: createUndiciFetch() })(service.origin));
    expect(error).toMatchObject({ code: 'network', isRetryable: false, attempts: 1 });
  });

  it('of an authority of your own are trusted, and of no other', async () => {
    const service = await serving((_arrival, response) => response.end('in'));
    const { cert: other } = await generate([{ name: 'commonName', value: 'other' }]);
    const trusting = (ca: NonNullable<UndiciFetchOptions['ca']>) =>
      createClient({ fetch: createUndiciFetch({ ca }), retry: false });

    expect(await (await trusting(service.ca)(service.origin)).text()).toBe('in');
    expect(await (await trusting([Buffer.from(other), Buffer.from(service.ca)])(service.origin)).text()).toBe(
      'in',
    );
    expect(await errorOf(trusting(other)(service.origin))).toMatchObject({ code: 'network' });
  });

  it("of the client's own are shown to a service that asks", async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'orders' }]);
    const names: unknown[] = [];
    const service = await serving(
      (_arrival, response, request) => {
        const { socket } = request as typeof request & { socket: TLSSocket };
        names.push(socket.getPeerCertificate().subject.CN);
        response.end();
      },
      { requestCert: true, rejectUnauthorized: true, ca: cert },
    );
    const { ca } = service;
    const known = createUndiciFetch({ ca, cert, key });
    const unknown = createUndiciFetch({ ca });

    expect((await createClient({ fetch: known })(service.origin)).status).toBe(200);
    expect(names).toEqual(['orders']);
    expect(await errorOf(createClient({ fetch: unknown, retry: false })(service.origin))).toMatchObject({
      code: 'network',
    });
    expect(names).toHaveLength(1);
  });
});

describe('a dispatcher', () => {
  it('that is passed in is used, and stays open', async () => {
    const service = await serving((_arrival, response) => response.end('through yours'));
    const agent = new Agent({ connect: { ca: service.ca } });
    onTestFinished(() => agent.close());
    const send = createUndiciFetch({ dispatcher: agent });
    await send.close();

    expect(await (await send(service.origin)).text()).toBe('through yours');
  });

  it('of one call takes the place of its own', async () => {
    const mocks = new MockAgent();
    mocks.disableNetConnect();
    mocks.get('https://orders.example.com').intercept({ path: '/17?full' }).reply(200, { id: 17 });
    const init: object = { dispatcher: mocks };
    const client = createClient({ fetch: createUndiciFetch() });

    expect(await (await client('https://orders.example.com/17?full', init)).json()).toEqual({ id: 17 });
  });

  it('is kept for all calls, so that they share connections, until it is closed', async () => {
    const ports = new Set<unknown>();
    const service = await serving((_arrival, response, request) => {
      ports.add(request.socket.remotePort);
      response.end('x');
    });
    const send = createUndiciFetch({ ca: service.ca });
    const client = createClient({ fetch: send });
    for (let call = 0; call < 5; call += 1) await (await client(service.origin)).text();
    // Two, where a call starts in the very moment in which the one before it ends.
    expect(ports.size).toBeLessThanOrEqual(2);

    await send.close();
    expect(await errorOf(client(service.origin))).toMatchObject({ code: 'network', isRetryable: false });
  });

  it('opens as many connections as it may', async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    const service = await serving((_arrival, response) => {
      waiting.push(() => response.end());
      most = Math.max(most, waiting.length);
      if (waiting.length < 2) return;
      setTimeout(() => {
        for (const answer of waiting.splice(0)) answer();
      }, 20);
    });
    const send = createUndiciFetch({ ca: service.ca, connections: 2 });
    await Promise.all(Array.from({ length: 12 }, async () => (await send(service.origin)).text()));
    expect(most).toBe(2);
  });
});

describe('what nobody reads', () => {
  it('does not stop a call under way when the transport is closed', async () => {
    const service = await serving((_arrival, response) => response.end('to the end'));
    const send = createUndiciFetch({ ca: service.ca });
    const response = await send(service.origin);
    const closed = send.close();
    expect(await response.text()).toBe('to the end');
    await closed;
  });

  it.each([
    ['aborted', (send: Fetch, origin: string, init: RequestInit) => send(origin, init)],
    ['refused', (send: Fetch, _origin: string, init: RequestInit) => send('https://127.0.0.1:1', init)],
  ])('of a request body is cancelled when the call is %s', async (_what, call) => {
    const service = await serving(() => {});
    const controller = new AbortController();
    let cancelled: () => void = () => {};
    const cancel = new Promise<void>((resolve) => {
      cancelled = resolve;
    });
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => stream.enqueue(new TextEncoder().encode('a start')),
      pull: () => controller.abort(),
      cancel: () => cancelled(),
    });
    const send = createUndiciFetch({ ca: service.ca });
    const init = { method: 'PUT', body, signal: controller.signal };
    await expect(call(send, service.origin, init)).rejects.toThrow();
    await cancel;
  });

  it('of an answer holds its sender back', async () => {
    let written = 0;
    let stalled: () => void = () => {};
    const stall = new Promise<void>((resolve) => {
      stalled = resolve;
    });
    const total = 400;
    const service = await serving(async (_arrival, response) => {
      for (; written < total && !response.destroyed; written += 1) {
        if (response.write(Buffer.alloc(100_000))) continue;
        const drained = once(response, 'drain');
        const waited = new Promise((resolve) => setTimeout(resolve, 100, 'waited'));
        if ((await Promise.race([drained, waited])) !== 'waited') continue;
        stalled();
        await drained;
      }
      response.end();
    });
    const response = await createUndiciFetch({ ca: service.ca })(service.origin);
    await stall;
    expect(written).toBeLessThan(total);
    expect((await response.arrayBuffer()).byteLength).toBe(total * 100_000);
  });
});

it('leaves nothing on a signal that outlives its calls', async () => {
  const service = await serving((_arrival, response) => response.end('x'));
  const send = createUndiciFetch({ ca: service.ca });
  const { signal } = new AbortController();
  for (let call = 0; call < 20; call += 1) await (await send(service.origin, { signal })).text();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

describe('what cannot work', () => {
  const pem = async () => (await generate([{ name: 'commonName', value: 'x' }])).cert;

  it.each<[string, () => Promise<object> | object, string]>([
    ['a typing mistake', () => ({ cA: 'x' }), 'There is no option cA'],
    ['a certificate without its key', async () => ({ cert: await pem() }), 'cert is given without key'],
    ['a key without its certificate', async () => ({ key: await pem() }), 'key is given without cert'],
    ['a certificate that is none', () => ({ ca: 'secret' }), 'Option ca cannot be used'],
    [
      'a key that is none',
      async () => ({ cert: await pem(), key: 'secret' }),
      'Option cert or key cannot be used',
    ],
    ['no connections', () => ({ connections: 0 }), 'connections is 0'],
    ['a time that is none', () => ({ connectTimeoutMs: -1 }), 'connectTimeoutMs is -1'],
    [
      'two ways at once',
      () => ({ ca: 'x', dispatcher: new Agent() }),
      'Option ca has no effect beside dispatcher',
    ],
    ['a dispatcher that is none', () => ({ dispatcher: {} }), 'has no method dispatch'],
  ])('is said at once: %s', async (_what, make, message) => {
    const options = await make();
    const creating = () => createUndiciFetch(options);
    expect(creating).toThrow(expect.objectContaining({ code: 'options' }));
    expect(creating).toThrow(message);
    expect(creating).not.toThrow('secret');
  });

  it('is said of a call: integrity, which nothing would check', async () => {
    const init = { integrity: 'sha256-abc' };
    expect(await errorOf(createUndiciFetch()('https://127.0.0.1/', init))).toMatchObject({ code: 'options' });
  });

  it('is said of a call: a body of no known type', async () => {
    const init: object = { method: 'POST', body: { id: 1 } };
    const error = await errorOf(createUndiciFetch()('https://127.0.0.1/', init));
    expect(error.message).toContain('JSON.stringify');
  });
});
