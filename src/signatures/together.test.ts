import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type CallEvent, type ClientOptions, createClient } from '../index.ts';
import { signResponse } from '../server/index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { type Sent, type Step, scripted } from '../test-support/scripted.ts';
import { type KeyPair, keyPair } from '../test-support/signing-keys.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';
import {
  parseDictionary,
  type RequestMessage,
  type SignOptions,
  sign,
  verify,
  verifyResponses,
} from './index.ts';

// What signing and verifying do together with the other layers; docs/library/layers.md names these tests.

const URL_OF_IT = 'https://orders.example.com/17?secret';
const ORDER = { method: 'POST', body: 'order', headers: { 'idempotency-key': 'k-17' } };

let ours: KeyPair;
beforeAll(async () => {
  ours = await keyPair('ed25519');
});

useFakeTime();

function messageOf({ method, url, headers, body }: Sent): RequestMessage {
  const { origin, pathname, search } = new URL(url);
  return {
    method,
    target: `${pathname}${search}`,
    origin,
    headers: [...headers],
    body: new TextEncoder().encode(body),
  };
}

/** The service signs with the client's own key, which is all that these tests need. */
const signed =
  (respond: () => Response): Step =>
  async (request) =>
    signResponse(respond(), { key: ours.signer, request: messageOf(request) });

function clientOf(options: ClientOptions, ...steps: readonly Step[]) {
  const { fetch, sent } = scripted(...steps);
  const { keyId } = ours.signer;
  const client = createClient({
    fetch,
    retry: { firstWaitMs: 0 },
    sign: sign({ key: ours.signer }),
    ...options,
  });
  const events: CallEvent[] = [];
  client.on('*', (event) => events.push(event));
  return { client, sent, events, keyId };
}

const verifying = () => verifyResponses({ keys: [ours.verifyKey] });

const inTime = async <T>(work: Promise<T>): Promise<T> => {
  work.catch(() => {});
  await vi.advanceTimersByTimeAsync(60_000);
  return work;
};

const never: SignOptions['key'] = () => new Promise(() => {});

describe('a signature', () => {
  it('with events: nothing of it is told', async () => {
    const { client, events, sent } = clientOf({}, 503, 200);
    await inTime(client(URL_OF_IT, ORDER));
    const [{ headers = new Headers() } = {}] = sent;
    const member = parseDictionary(headers.get('signature-input') ?? '').members.get('sig1');
    const told = JSON.stringify(events);
    expect(events.filter(({ kind }) => kind === 'attempt-started')).toHaveLength(2);
    for (const secret of [
      'svc-ed25519',
      String(member?.parameters.get('nonce')?.value),
      headers.get('signature') ?? '',
    ]) {
      expect(told).not.toContain(secret);
    }
  });

  it('with a key made by the client: covers it, the same for every attempt', async () => {
    const { client, sent } = clientOf({ idempotencyKeys: true }, 503, 201);
    await inTime(client(URL_OF_IT, { method: 'POST', body: 'order' }));
    const keys = [];
    for (const each of sent) {
      const { view } = await verify(messageOf(each), { keys: [ours.verifyKey], replay: false });
      keys.push(view.headers.get('idempotency-key'));
    }
    expect(keys).toEqual([expect.any(String), keys[0]]);
  });

  it('with the budget: what cannot be signed is not tried again, and costs nothing', async () => {
    let fails = true;
    const key: SignOptions['key'] = () => {
      if (fails) throw new Error('the vault is shut');
      return ours.signer;
    };
    const retry = { firstWaitMs: 0, budget: { share: 0, floor: 1 } };
    const { client, sent } = clientOf({ sign: sign({ key }), retry }, 503, 200);
    for (let call = 0; call < 3; call += 1) await errorOf(inTime(client(URL_OF_IT)));
    expect(sent).toHaveLength(0);
    fails = false;
    expect((await inTime(client(URL_OF_IT))).status).toBe(200);
  });

  it('with the breaker: a key that cannot be had says nothing of the service', async () => {
    const key = () => Promise.reject(new Error('the vault is shut'));
    const { client } = clientOf({ sign: sign({ key }), breaker: { failuresInARow: 1 } });
    await errorOf(inTime(client(URL_OF_IT)));
    expect(client.health(URL_OF_IT)).toMatchObject({ state: 'closed', failureShare: 0 });
  });

  it('with the attempt timeout: a key that does not come ends the attempt', async () => {
    const { client, sent } = clientOf({ sign: sign({ key: never }), attemptTimeoutMs: 100, retry: false });
    expect(await errorOf(inTime(client(URL_OF_IT)))).toMatchObject({ code: 'timeout' });
    expect(sent).toHaveLength(0);
  });

  it('with layers of your own: covers what they add', async () => {
    const stamped = {
      name: 'stamped',
      wrap:
        (next: Parameters<NonNullable<ClientOptions['layers']>[number]['wrap']>[0]) =>
        (call: Parameters<typeof next>[0]) => {
          const headers = new Headers(call.headers);
          headers.set('x-tenant', 't1');
          return next(call.with({ headers }));
        },
    };
    const { client, sent } = clientOf(
      { layers: [stamped], sign: sign({ key: ours.signer, required: ['x-tenant'] }) },
      200,
    );
    await client(URL_OF_IT);
    expect(sent[0]?.headers.get('signature-input')).toContain('"x-tenant"');
  });

  it('with the deadline: a key that does not come is not waited for beyond it', async () => {
    const { client } = clientOf({ sign: sign({ key: never }), attemptTimeoutMs: false, deadlineMs: 500 });
    expect(await errorOf(inTime(client(URL_OF_IT)))).toMatchObject({ code: 'deadline' });
  });
});

describe('verified answers', () => {
  it('with events: the attempt has its status, and the call ends with what was found', async () => {
    const { client, events } = clientOf({ verifyResponses: verifying() }, 200);
    await errorOf(client(URL_OF_IT));
    const ends = events.filter(({ kind }) => kind.endsWith('-ended'));
    expect(ends).toMatchObject([
      { kind: 'attempt-ended', outcome: 200 },
      { kind: 'call-ended', outcome: 'signature', attempts: 1 },
    ]);
  });

  it('with a key: what an unsigned 503 leaves open is tried again under it', async () => {
    const { client, sent } = clientOf(
      { verifyResponses: verifying() },
      503,
      signed(() => new Response('placed', { status: 201 })),
    );
    expect((await inTime(client(URL_OF_IT, ORDER))).status).toBe(201);
    expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['k-17', 'k-17']);
    const without = clientOf({ verifyResponses: verifying() }, 503);
    await errorOf(inTime(without.client(URL_OF_IT, { method: 'POST' })));
    expect(without.sent).toHaveLength(1);
  });

  it('with the budget: asking again for a signed one is paid for', async () => {
    const retry = { firstWaitMs: 0, budget: { share: 0, floor: 1 } };
    const { client, sent } = clientOf({ verifyResponses: verifying(), retry, breaker: false }, 503);
    expect(await errorOf(inTime(client(URL_OF_IT)))).toMatchObject({ code: 'signature' });
    expect(sent).toHaveLength(2);
  });

  it('with the attempt timeout: reading one to its end is not its business', async () => {
    const slow: Step = async (request) => {
      const response = await signResponse(new Response('slow'), {
        key: ours.signer,
        request: messageOf(request),
      });
      const body = new ReadableStream({
        start: (controller) =>
          void setTimeout(() => {
            controller.enqueue(new TextEncoder().encode('slow'));
            controller.close();
          }, 5_000),
      });
      return new Response(body, { headers: response.headers });
    };
    const { client } = clientOf({ verifyResponses: verifying(), attemptTimeoutMs: 1_000 }, slow);
    expect(await (await inTime(client(URL_OF_IT))).text()).toBe('slow');
  });

  it('with layers of your own: an answer that they change is not what was signed', async () => {
    const changing = {
      name: 'changing',
      wrap: () => async () => new Response('mine'),
    };
    const { client } = clientOf({ verifyResponses: verifying(), layers: [changing] });
    expect(await errorOf(client(URL_OF_IT))).toMatchObject({ code: 'signature' });
  });

  it('with the deadline: one that does not end is given up', async () => {
    const endless: Step = () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) }));
    const { client } = clientOf(
      { verifyResponses: verifying(), deadlineMs: 500, attemptTimeoutMs: 100 },
      endless,
    );
    expect(await errorOf(inTime(client(URL_OF_IT)))).toMatchObject({ code: 'deadline' });
  });
});
