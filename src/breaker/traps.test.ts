import { describe, expect, it, vi } from 'vitest';
import { type BreakerOptions, createClient } from '../index.ts';
import type { Sent } from '../test-support/scripted.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';

/**
 * What other breakers got wrong, each under the number it was reported with. None of it is a matter of taste: services
 * were down for longer, or at all, because of it.
 */

const URL_OF_IT = 'https://orders.example.com/';

useFakeTime();

/** A row counts however short it is, so that a test needs no pauses. */
const SETTING: BreakerOptions = { failuresInARow: 5, coolDownMs: 30_000 };

/** A service whose answers the test gives by hand, and a client without retries and without a cache. */
function service(options: BreakerOptions = {}, attemptTimeoutMs: number | false = 10_000) {
  const breaker = { ...SETTING, ...options };
  const waiting: { sent: Pick<Sent, 'url'>; answer: (status: number) => void }[] = [];
  const client = createClient({
    retry: false,
    cache: false,
    deadlineMs: false,
    attemptTimeoutMs,
    breaker,
    fetch: (input) =>
      new Promise((resolve) => {
        const answer = (status: number) => resolve(new Response('', { status }));
        waiting.push({ sent: { url: String(input) }, answer });
      }),
  });
  const call = async (url = URL_OF_IT, signal?: AbortSignal): Promise<void> => {
    client(url, signal === undefined ? {} : { signal }).catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
  };
  const answer = async (status: number): Promise<void> => {
    waiting.shift()?.answer(status);
    await vi.advanceTimersByTimeAsync(0);
  };
  const fail = async (times: number, url = URL_OF_IT): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      await call(url);
      await answer(503);
    }
  };
  return { client, waiting, call, answer, fail, state: () => client.health(URL_OF_IT).state };
}

describe('nodeshift/opossum#385', () => {
  it('failures that come late do not make the cool-down longer, nor keep the circuit from closing', async () => {
    const { client, call, answer, state } = service();
    for (let time = 0; time < 10; time += 1) await call();
    for (let time = 0; time < 5; time += 1) await answer(503);
    const { retryAtMs } = client.health(URL_OF_IT);

    await vi.advanceTimersByTimeAsync(5_000);
    await answer(503);
    expect(client.health(URL_OF_IT).retryAtMs).toBe(retryAtMs);
    await vi.advanceTimersByTimeAsync(5_000); // the attempt timeout ends the others
    expect(client.health(URL_OF_IT).retryAtMs).toBe(retryAtMs);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(state()).toBe('half-open');
  });

  it('a failure from before the outage does not open a circuit that has closed again', async () => {
    const { call, answer, fail, waiting, state } = service({ failuresInARow: 1, coolDownMs: 1_000 });
    await call();
    const late = waiting.shift();
    await fail(1);
    await vi.advanceTimersByTimeAsync(1_000);
    await call();
    await answer(200);
    late?.answer(503);
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toBe('closed');
  });

  it('a success from before the outage does not close the circuit, not even when it is half open', async () => {
    const { call, fail, waiting, state } = service({ coolDownMs: 1_000 });
    await call();
    await call();
    const [first, second] = waiting.splice(0);
    await fail(5);
    first?.answer(200);
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toBe('open');
    await vi.advanceTimersByTimeAsync(1_000);
    await call();
    second?.answer(200);
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toBe('half-open');
  });
});

describe('nodeshift/opossum#119 and safe-global/safe-client-gateway#3442', () => {
  it('a circuit that is half open does not let everybody in while its probes hang', async () => {
    const { call, fail, waiting, state } = service();
    await fail(5);
    await vi.advanceTimersByTimeAsync(30_000);
    for (let time = 0; time < 500; time += 1) await call();
    expect(waiting).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state()).toBe('open');
  });
});

describe('connor4312/cockatiel: a window that only calls move on', () => {
  it('after an idle hour, nothing of before counts', async () => {
    const { client, call, answer } = service({ failuresInARow: false });
    for (let time = 0; time < 19; time += 1) {
      await call();
      await answer(500);
    }
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(client.health(URL_OF_IT)).toMatchObject({ calls: 0, failureShare: 0 });
    await call();
    await answer(500);
    expect(client.health(URL_OF_IT)).toMatchObject({ state: 'closed', calls: 1 });
  });
});

describe('getnora-io/nora#607', () => {
  it('probes that never report do not leave the circuit half open for ever', async () => {
    const { call, answer, fail, waiting, state } = service({ probes: 2 }, false);
    await fail(5);
    await vi.advanceTimersByTimeAsync(30_000);
    for (let time = 0; time < 5; time += 1) await call();
    expect(waiting.splice(0)).toHaveLength(2); // lost, and there is no timeout

    await vi.advanceTimersByTimeAsync(15_000);
    await call();
    await answer(200);
    expect(state()).toBe('closed');
  });
});

describe('tsouza/cerberus#738', () => {
  it('callers who leave do not open the circuit of a service that is well', async () => {
    const { call, client } = service({ failuresInARow: 1, minimumCalls: 1 });
    for (let time = 0; time < 50; time += 1) {
      const controller = new AbortController();
      await call(URL_OF_IT, controller.signal);
      controller.abort();
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(client.health(URL_OF_IT)).toMatchObject({ state: 'closed', calls: 0 });
  });

  it('a caller who leaves a probe neither closes the circuit nor opens it, and frees the place', async () => {
    const { call, answer, fail, waiting, state } = service({ probes: 1 });
    await fail(5);
    await vi.advanceTimersByTimeAsync(30_000);
    const controller = new AbortController();
    await call(URL_OF_IT, controller.signal);
    controller.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toBe('half-open');
    waiting.length = 0;

    await call();
    expect(waiting).toHaveLength(1);
    await answer(200);
    expect(state()).toBe('closed');
  });
});

describe('Listenarrs/Listenarr#867', () => {
  it('a service that is down takes no other down with it', async () => {
    const { call, fail, waiting, state } = service();
    await fail(5, 'https://customers.example.com/');
    await call('https://customers.example.com/');
    expect(waiting).toHaveLength(0);
    await call();
    expect(waiting.map(({ sent }) => sent.url)).toEqual([URL_OF_IT]);
    expect(state()).toBe('closed');
  });
});

describe('dotnet/aspnetcore#48089', () => {
  it('a client made for each call by .with still has a circuit that opens', async () => {
    const { client, answer, state } = service();
    for (let time = 0; time < 5; time += 1) {
      const once = client.with({ headers: { 'x-call': String(time) }, attemptTimeoutMs: 20_000 });
      once(URL_OF_IT).catch(() => {});
      await vi.advanceTimersByTimeAsync(0);
      await answer(503);
    }
    expect(state()).toBe('open');
  });
});

describe('nodeshift/opossum#809', () => {
  it('circuits hold no timer, however many are open', async () => {
    const { client, fail } = service({ failuresInARow: 1 });
    for (let count = 0; count < 200; count += 1) await fail(1, `https://service-${count}.example.com/`);
    expect(client.health('https://service-199.example.com/').state).toBe('open');
    expect(vi.getTimerCount()).toBe(0);
  });
});
