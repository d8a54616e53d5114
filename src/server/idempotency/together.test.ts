import { createServer, type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ClientOptions, createClient } from '../../index.ts';
import { listenOnLoopback } from '../../test-support/listen-on-loopback.ts';
import {
  type IdempotencyGuardOptions,
  type IdempotencyStore,
  idempotencyGuard,
  memoryIdempotencyStore,
  nodeHandler,
} from '../index.ts';

afterEach(() => void vi.useRealTimers());

type Hooks = {
  /** Called when the work begins. It goes on when what this gives is resolved. */
  readonly during?: () => Promise<void>;
  /** Called when the answer is made and kept, and not yet sent. */
  readonly before?: (incoming: IncomingMessage) => void;
};

/** A service of orders on a real socket. */
async function service(options: Partial<IdempotencyGuardOptions> = {}, hooks: Hooks = {}) {
  const store = memoryIdempotencyStore();
  const scope = (request: Request) => request.headers.get('authorization') ?? '';
  const guard = idempotencyGuard({ store, scope, ...options });
  const placed: string[] = [];
  const answered: number[] = [];
  const handler = nodeHandler(async (request, incoming) => {
    const response = await guard(request, async (guarded) => {
      const item = await guarded.text();
      await hooks.during?.();
      placed.push(item);
      return new Response(`order ${placed.length}`, { status: 201 });
    });
    answered.push(response.status);
    hooks.before?.(incoming);
    return response;
  });
  const server = createServer(handler);
  const host = await listenOnLoopback(server);
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(stop);
  return { origin: `http://${host}`, placed, answered, stop };
}

/** A client of alice, and what went over the wire. A balancer may send its calls elsewhere. */
function clientOf(options: ClientOptions, balancer?: () => string) {
  const statuses: number[] = [];
  const broken: unknown[] = [];
  const keys = new Set<string | null>();
  const client = createClient({
    allowHttp: 'loopback',
    headers: { authorization: 'alice' },
    idempotencyKeys: true,
    retry: { waitsMs: [1, 1] },
    fetch: async (input, init) => {
      keys.add(new Headers(init?.headers).get('idempotency-key'));
      const url = new URL(String(input));
      try {
        const response = await fetch(new URL(url.pathname, balancer?.() ?? url), init);
        statuses.push(response.status);
        return response;
      } catch (error) {
        broken.push(error);
        throw error;
      }
    },
    ...options,
  });
  return { client, statuses, broken, keys };
}

/** Sockets keep their own time, while that of the client and of the guard stands still. */
function stopClocks(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
}

/** Waits for what comes by sockets, and for what follows from it at once. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Breaks the connection of the first answer before it is sent. */
function breakingOnce() {
  let answers = 0;
  return (incoming: IncomingMessage) => {
    answers += 1;
    if (answers === 1) incoming.socket.destroy();
  };
}

/** A door that work waits at. */
function door() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const state = { reached: 0 };
  return {
    state,
    open,
    during: () => {
      state.reached += 1;
      return opened;
    },
  };
}

const order = { method: 'POST', body: 'two of them' };

describe('a client and a guarded service', () => {
  it('do the work once, if an attempt times out while the service is still at it', async () => {
    stopClocks();
    const gate = door();
    const { origin, placed, answered } = await service({}, gate);
    const { client, statuses, keys } = clientOf({ baseUrl: origin, attemptTimeoutMs: 1_000 });

    const call = client('orders', order);
    await until(() => gate.state.reached === 1);
    await vi.advanceTimersByTimeAsync(1_050); // the first attempt is given up, the second made
    await until(() => statuses.length === 1);
    expect([statuses, placed]).toEqual([[409], []]);

    gate.open();
    await until(() => answered.includes(201));
    await vi.advanceTimersByTimeAsync(2_250); // two seconds, as the 409 said, and up to a tenth
    const response = await call;
    expect([response.status, await response.text()]).toEqual([201, 'order 1']);
    expect(response.headers.get('idempotency-replayed')).toBe('true');
    expect([placed, statuses, keys.size]).toEqual([['two of them'], [409, 201], 1]);
  });

  it('do the work once, if the connection breaks after it was done', async () => {
    const before = breakingOnce();
    const { origin, placed } = await service({}, { before });
    const { client, keys, broken } = clientOf({ baseUrl: origin });

    const response = await client('orders', order);
    expect([response.status, await response.text()]).toEqual([201, 'order 1']);
    expect([placed, broken.length, keys.size]).toEqual([['two of them'], 1, 1]);
  });

  it('do the work twice without keys, or not again at all', async () => {
    const before = breakingOnce();
    const { origin, placed } = await service({ required: false }, { before });
    const { client } = clientOf({ baseUrl: origin, idempotencyKeys: false });
    await expect(client('orders', order)).rejects.toMatchObject({ code: 'network', attempts: 1 });
    await client('orders', order); // what the user does next
    expect(placed).toHaveLength(2);
  });

  it('do the work once for two calls at the same time with the same key', async () => {
    stopClocks();
    const gate = door();
    const { origin, placed, answered } = await service({}, gate);
    const { client, statuses } = clientOf({ baseUrl: origin });
    const withKey = { ...order, headers: { 'idempotency-key': 'order-17' } };

    const first = client('orders', withKey);
    await until(() => gate.state.reached === 1);
    const second = client('orders', withKey);
    await until(() => statuses.length === 1);
    gate.open();
    await until(() => answered.includes(201));
    await vi.advanceTimersByTimeAsync(1_150);

    const answers = await Promise.all([first, second]);
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(['order 1', 'order 1']);
    expect(answers.map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(placed).toHaveLength(1);
  });

  it('do the work again, if the service crashes in the middle of it: only the work knows how far it got', async () => {
    stopClocks();
    const shared = memoryIdempotencyStore();
    let crashed = false;
    const ofTheFirst: IdempotencyStore = {
      ...shared,
      renew: (...given) => !crashed && shared.renew(...given),
      complete: (...given) => !crashed && shared.complete(...given),
      release: (...given) => (crashed ? undefined : shared.release(...given)),
    };
    const gate = door();
    const first = await service({ store: ofTheFirst, leaseMs: 1_000 }, gate);
    const second = await service({ store: shared, leaseMs: 1_000 });
    let origin = first.origin;
    const { client, statuses, keys, broken } = clientOf({ baseUrl: 'http://127.0.0.1' }, () => origin);

    const call = client('orders', order);
    await until(() => gate.state.reached === 1);
    crashed = true;
    origin = second.origin;
    first.stop();
    await until(() => broken.length === 1);
    await vi.advanceTimersByTimeAsync(2);
    await until(() => statuses.length === 1);
    expect(statuses).toEqual([409]);
    await vi.advanceTimersByTimeAsync(1_150);

    expect((await call).status).toBe(201);
    expect([gate.state.reached, second.placed.length, keys.size]).toEqual([1, 1, 1]);
    gate.open();
    await until(() => first.answered.length === 1);
    expect(first.placed).toHaveLength(1);
  });

  it('never give one user the answer of another', async () => {
    const { origin, placed } = await service();
    const { client: alice } = clientOf({ baseUrl: origin });
    const bob = alice.with({ headers: { authorization: 'bob' } });
    const withKey = { ...order, headers: { 'idempotency-key': '1' } };
    expect(await (await alice('orders', withKey)).text()).toBe('order 1');
    expect(await (await bob('orders', withKey)).text()).toBe('order 2');
    expect(await (await alice('orders', withKey)).text()).toBe('order 1');
    expect(placed).toHaveLength(2);
  });

  it('refuse a key that is used for another order, once and for all', async () => {
    const { origin, placed } = await service();
    const { client, statuses } = clientOf({ baseUrl: origin });
    const headers = { 'idempotency-key': 'order-17' };
    await client('orders', { ...order, headers });
    expect((await client('orders', { method: 'POST', body: 'three of them', headers })).status).toBe(422);
    expect([placed, statuses]).toEqual([['two of them'], [201, 422]]);
  });

  it('know a form again, which is sent with the same boundary each time', async () => {
    const before = breakingOnce();
    const { origin, placed } = await service({}, { before });
    const { client } = clientOf({ baseUrl: origin });
    const body = new FormData();
    body.append('scan', new Blob(['%PDF']), 'order.pdf');
    expect((await client('orders', { method: 'POST', body })).status).toBe(201);
    expect(placed).toHaveLength(1);
  });
});
