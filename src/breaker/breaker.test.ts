import { describe, expect, it, vi } from 'vitest';
import {
  type Alert,
  type BreakerOptions,
  breaker,
  type CallEvent,
  type CircuitChange,
  type Client,
  type ClientOptions,
  compose,
  createBreaker,
  createClient,
  HoldfastError,
  retry,
  timeout,
} from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { fetchFailed, type Step, scripted } from '../test-support/scripted.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';

const URL_OF_IT = 'https://orders.example.com/';

useFakeTime();

/** A row counts however short it is, so that a test needs no pauses. */
const SETTING: BreakerOptions = {
  failuresInARow: 5,
  failureShare: 0.5,
  windowMs: 30_000,
  coolDownMs: 30_000,
};

type Options = Omit<ClientOptions, 'breaker'> & { readonly breaker?: BreakerOptions };

/** A client without retries and without a cache, so that a call is an attempt. */
function clientOf(steps: readonly Step[], { breaker: given, ...options }: Options = {}) {
  const { fetch, sent } = scripted(...steps);
  const settings = { ...SETTING, ...given };
  return { client: createClient({ fetch, retry: false, cache: false, breaker: settings, ...options }), sent };
}

/** The same with a breaker as it comes, or another one. */
function clientAsItComes(steps: readonly Step[], options: ClientOptions = {}) {
  const { fetch, sent } = scripted(...steps);
  return { client: createClient({ fetch, retry: false, cache: false, ...options }), sent };
}

/** What a call comes to: a status or a code. */
async function outcome(client: Client, url = URL_OF_IT, init?: RequestInit): Promise<number | string> {
  const call = client(url, init).then(
    ({ status }) => status,
    (error: { code?: string }) => error.code ?? 'error',
  );
  await vi.advanceTimersByTimeAsync(0);
  return call;
}

async function outcomes(client: Client, count: number, url = URL_OF_IT): Promise<(number | string)[]> {
  const all: (number | string)[] = [];
  for (let call = 0; call < count; call += 1) all.push(await outcome(client, url));
  return all;
}

function times<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}

function busy(status: number, headers: Record<string, string> = {}): () => Response {
  return () => new Response('busy', { status, headers });
}

describe('a circuit opens', () => {
  it.each<[string, Step]>([
    ['502', 502],
    ['503', 503],
    ['504', 504],
    ['a refused connection', fetchFailed('ECONNREFUSED')],
    ['a broken connection', fetchFailed('ECONNRESET')],
    ['a name that does not resolve', fetchFailed('ENOTFOUND')],
    ['a timeout of the transport', fetchFailed('UND_ERR_HEADERS_TIMEOUT')],
    ['a certificate that does not hold', fetchFailed('CERT_HAS_EXPIRED')],
  ])('after five in a row: %s', async (_name, step) => {
    const { client, sent } = clientOf([step]);
    await outcomes(client, 4);
    expect(client.health(URL_OF_IT).state).toBe('closed');
    await outcomes(client, 1);

    expect(client.health(URL_OF_IT).state).toBe('open');
    expect(await outcomes(client, 3)).toEqual(times(3, 'circuit-open'));
    expect(sent).toHaveLength(5);
  });

  it('after five attempts in a row that timed out', async () => {
    const { client, sent } = clientOf(['silence'], { attemptTimeoutMs: 1_000 });
    const calls = times(5, 0).map(() => outcome(client));
    await vi.advanceTimersByTimeAsync(1_000);

    expect(await Promise.all(calls)).toEqual(times(5, 'timeout'));
    expect(await outcome(client)).toBe('circuit-open');
    expect(sent).toHaveLength(5);
  });

  it('after five calls in a row whose only attempt the deadline ended', async () => {
    const { client } = clientOf(['silence'], { deadlineMs: 1_000 });
    const calls = times(5, 0).map(() => outcome(client));
    await vi.advanceTimersByTimeAsync(1_000);

    expect(await Promise.all(calls)).toEqual(times(5, 'deadline'));
    expect(await outcome(client)).toBe('circuit-open');
  });

  it('not if something answers in between', async () => {
    const { client } = clientOf([503, 503, 503, 503, 500, 503, 503, 503, 503, 404, 503, 503, 503, 503]);
    await outcomes(client, 14);
    expect(client.health(URL_OF_IT).state).toBe('closed');
  });

  it.each([
    [20, 10],
    [40, 20],
  ])('when of %d calls %d failed', async (calls, failures) => {
    const { client } = clientOf([...times(calls - failures, 200), ...times(failures, 500)]);
    await outcomes(client, calls - 1);
    expect(client.health(URL_OF_IT).state).toBe('closed');
    await outcome(client);
    expect(client.health(URL_OF_IT).state).toBe('open');
  });

  it('not below twenty calls, even if all of them fail', async () => {
    const { client } = clientOf([500]);
    await outcomes(client, 19);
    expect(client.health(URL_OF_IT).state).toBe('closed');
    await outcome(client);
    expect(client.health(URL_OF_IT).state).toBe('open');
  });

  it('for slow answers, if asked to', async () => {
    const late = () =>
      new Promise<Response>((resolve) => setTimeout(() => resolve(new Response('late')), 800));
    const slow = { afterMs: 800, share: 1 };
    const { client } = clientOf([late], { breaker: { slow, minimumCalls: 3 } });
    for (let call = 0; call < 3; call += 1) {
      const answer = client(URL_OF_IT);
      await vi.advanceTimersByTimeAsync(800);
      expect(await (await answer).text()).toBe('late');
    }
    expect(await outcome(client)).toBe('circuit-open');
  });
});

describe('a circuit as it comes', () => {
  /** So many calls, evenly over a while. */
  async function spread(client: Client, count: number, ms: number): Promise<void> {
    for (let call = 0; call < count; call += 1) {
      await vi.advanceTimersByTimeAsync(call === 0 ? 0 : ms / (count - 1));
      await outcome(client);
    }
  }

  it('opens after five failures in a row that span a second', async () => {
    const { client, sent } = clientAsItComes([503]);
    await spread(client, 4, 999);
    expect(client.health(URL_OF_IT).state).toBe('closed');
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcomes(client, 2)).toEqual([503, 'circuit-open']);
    expect(sent).toHaveLength(5);
  });

  it('opens a second after the first failure that no success follows, however much is called', async () => {
    const { client } = clientAsItComes([200, ...times(9, 503), 200, 503]);
    await spread(client, 15, 980); // the last success came at 700, the failure after it at 770
    await vi.advanceTimersByTimeAsync(780);
    await outcome(client);
    expect(client.health(URL_OF_IT).state).toBe('closed');
    await vi.advanceTimersByTimeAsync(20);
    await outcome(client);
    expect(client.health(URL_OF_IT).state).toBe('open');
  });

  it('stays closed while half of the calls fail', async () => {
    const { client } = clientAsItComes(times(25, [200, 503, 503, 500, 200, 503, 200, 200]).flat());
    await spread(client, 200, 60_000);
    expect(client.health(URL_OF_IT)).toMatchObject({ state: 'closed', failureShare: expect.closeTo(0.5, 1) });
  });

  it('opens when four fifths of twenty calls fail, whatever the failures are', async () => {
    const { client } = clientAsItComes([...times(4, 200), 500]);
    await outcomes(client, 19);
    expect(client.health(URL_OF_IT).state).toBe('closed');
    await outcome(client);
    expect(client.health(URL_OF_IT).state).toBe('open');
  });

  it('stays open for five seconds, then for ten, and so on', async () => {
    const { client } = clientAsItComes([503]);
    await spread(client, 5, 1_000);
    for (const seconds of [5, 10, 20]) {
      expect(client.health(URL_OF_IT).retryAtMs).toBe(Date.now() + seconds * 1_000);
      await vi.advanceTimersByTimeAsync(seconds * 1_000);
      await outcomes(client, 3);
    }
  });
});

describe('what says nothing of the health of a service', () => {
  /** 19 failures have been counted; one more call that counts as a failure opens the circuit. */
  async function afterOne(call: (client: Client) => Promise<unknown>, step: Step): Promise<string> {
    const { client } = clientOf([...times(19, 500), step]);
    await outcomes(client, 19);
    await call(client);
    expect(client.health(URL_OF_IT).calls).toBe(19);
    return client.health(URL_OF_IT).state;
  }

  it('is a 429', async () => {
    expect(await afterOne(outcome, 429)).toBe('closed');
  });

  it("is a caller's abort", async () => {
    const abort = async (client: Client) => {
      const controller = new AbortController();
      const call = client(URL_OF_IT, { signal: controller.signal }).catch(() => {});
      await vi.advanceTimersByTimeAsync(10);
      controller.abort(new Error('left'));
      await call;
    };
    expect(await afterOne(abort, 'silence')).toBe('closed');
  });

  it("is a caller's abort, even for a failure or a deadline of another call", async () => {
    for (const code of ['network', 'deadline'] as const) {
      const abort = async (client: Client) => {
        const controller = new AbortController();
        const call = client(URL_OF_IT, { signal: controller.signal }).catch(() => {});
        await vi.advanceTimersByTimeAsync(10);
        controller.abort(new HoldfastError({ code, message: 'elsewhere' }));
        await call;
      };
      expect(await afterOne(abort, 'silence')).toBe('closed');
    }
  });

  it('is a transport that was shut down', async () => {
    expect(await afterOne(outcome, fetchFailed('UND_ERR_DESTROYED'))).toBe('closed');
  });

  it('is a port that fetch does not call', async () => {
    const step = new TypeError('fetch failed', { cause: new Error('bad port') });
    expect(await afterOne(outcome, step)).toBe('closed');
  });

  it('is a body that cannot be made', async () => {
    const call = (client: Client) =>
      errorOf(client(URL_OF_IT, { method: 'PUT', body: () => Promise.reject(new Error('no file')) }));
    expect(await afterOne(call, 200)).toBe('closed');
  });

  it('is a later attempt that the deadline ended', async () => {
    const { client } = clientOf([404, 'silence'], {
      retry: { retries: 1, statuses: [404] },
      attemptTimeoutMs: 1_000,
      deadlineMs: 1_000,
      breaker: { failuresInARow: 1 },
    });
    const call = outcome(client);
    await vi.advanceTimersByTimeAsync(1_000);

    expect(await call).toBe('deadline');
    expect(client.health(URL_OF_IT)).toMatchObject({ state: 'closed', calls: 1, failureShare: 0 });
  });

  it('is an error of a layer of your own', async () => {
    const { fetch } = scripted(200);
    const circuits = createBreaker({ failuresInARow: 1 });
    const failing = { name: 'failing', wrap: () => () => Promise.reject(new Error('a mistake')) };
    await expect(compose(fetch, breaker(circuits), failing)(URL_OF_IT)).rejects.toThrow('a mistake');
    expect(circuits.health(URL_OF_IT)).toMatchObject({ state: 'closed', calls: 0 });
  });
});

describe('what shows that a service does its work', () => {
  it.each([200, 204, 304, 400, 401, 404, 408, 409, 501])('is a %d', async (status) => {
    const { client } = clientOf([...times(19, 500), status, 500]);
    await outcomes(client, 20);
    expect(client.health(URL_OF_IT)).toMatchObject({ state: 'closed', calls: 20, failureShare: 0.95 });
  });

  it('is its headers, whatever becomes of the body', async () => {
    const broken = () =>
      new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('cut off')) }));
    const { client } = clientOf([broken], { breaker: { failuresInARow: 1 } });
    const response = await client(URL_OF_IT);
    await errorOf(response.text());
    expect(client.health(URL_OF_IT)).toMatchObject({ state: 'closed', calls: 1, failureShare: 0 });
  });
});

describe('while a circuit is open', () => {
  it('a call ends with an error that says when to come back, and gives nothing away', async () => {
    const { client } = clientOf([503]);
    await outcomes(client, 5);
    await vi.advanceTimersByTimeAsync(3_500);
    const error = await errorOf(client(`${URL_OF_IT}latest?key=secret`));

    expect(error).toMatchObject({
      code: 'circuit-open',
      attempts: 0,
      isRetryable: false,
      retryAfterMs: 26_500,
    });
    expect(error.message).toBe(
      'GET https://orders.example.com/latest: not sent, since its circuit is open for another 27 s.',
    );
    expect(error.userMessage).toMatch(/later/);
  });

  it('other origins are called', async () => {
    const { client } = clientOf([...times(5, 503), 200]);
    await outcomes(client, 6);
    expect(await outcome(client, 'https://orders.example.com:8443/')).toBe(200);
    expect(await outcome(client, 'https://customers.example.com/')).toBe(200);
  });

  it('all that .with makes of the client is refused', async () => {
    const { client } = clientOf([503]);
    await outcomes(client.with({ headers: { 'x-a': '1' } }), 5);
    expect(await outcome(client.with({ deadlineMs: 5_000 }))).toBe('circuit-open');
  });

  it('a route with breaker options of its own goes by its own circuits, which remember', async () => {
    const { client } = clientOf([503]);
    await outcomes(client, 5);
    const route = () => client.with({ breaker: { failuresInARow: 2 } });
    expect(await outcome(route())).toBe(503);
    expect(await outcome(route())).toBe(503);
    expect(await outcome(route())).toBe('circuit-open');
  });

  it('with breaker: false it is called all the same', async () => {
    const { client } = clientOf([503]);
    await outcomes(client, 5);
    expect(await outcome(client.with({ breaker: false }))).toBe(503);
  });
});

describe('after the cool-down', () => {
  async function openClient(steps: readonly Step[], options: BreakerOptions = {}) {
    const made = clientOf([...times(5, 503), ...steps], { breaker: options });
    await outcomes(made.client, 5);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(await outcome(made.client)).toBe('circuit-open');
    await vi.advanceTimersByTimeAsync(1);
    return made;
  }

  it('a success closes the circuit', async () => {
    const { client } = await openClient([200]);
    expect(client.health(URL_OF_IT).state).toBe('half-open');
    expect(await outcomes(client, 9)).toEqual(times(9, 200));
    expect(client.health(URL_OF_IT).state).toBe('closed');
  });

  it('three failures open it again, for twice as long each time, up to five minutes', async () => {
    const { client } = await openClient([503]);
    for (const seconds of [60, 120, 240, 300, 300]) {
      expect(await outcomes(client, 3)).toEqual([503, 503, 503]);
      await vi.advanceTimersByTimeAsync(seconds * 1_000 - 1);
      expect(await outcome(client)).toBe('circuit-open');
      await vi.advanceTimersByTimeAsync(1);
    }
  });

  it('one success is enough, though two calls before it failed', async () => {
    const { client } = await openClient([503, 503, 200]);
    expect(await outcomes(client, 5)).toEqual([503, 503, 200, 200, 200]);
    expect(client.health(URL_OF_IT).state).toBe('closed');
  });

  it('up to three calls at once go through', async () => {
    const { client, sent } = await openClient(['silence']);
    const calls = times(10, 0).map(() => outcome(client));
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toHaveLength(8);

    const error = await errorOf(client(URL_OF_IT));
    expect(error).toMatchObject({ code: 'circuit-open', retryAfterMs: 10_000 });
    expect(error.message).toMatch(/half open/);
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await Promise.all(calls)).toSorted()).toEqual([
      ...times(7, 'circuit-open'),
      ...times(3, 'timeout'),
    ]);
  });

  it('a probe whose caller leaves says nothing, and makes room for another', async () => {
    const { client, sent } = await openClient(['silence', 200], { probes: 1 });
    const controller = new AbortController();
    const left = client(URL_OF_IT, { signal: controller.signal }).catch((reason: unknown) => reason);
    await vi.advanceTimersByTimeAsync(100);
    expect(await outcome(client)).toBe('circuit-open');

    controller.abort('left');
    expect(await left).toBe('left');
    expect(client.health(URL_OF_IT).state).toBe('half-open');
    expect(await outcome(client)).toBe(200);
    expect(client.health(URL_OF_IT).state).toBe('closed');
    expect(sent).toHaveLength(7);
  });

  it('as many must succeed as asked for', async () => {
    const { client } = await openClient([200, 200, 503], { successesToClose: 3 });
    await outcomes(client, 2);
    expect(client.health(URL_OF_IT).state).toBe('half-open');
    await outcome(client);
    expect(client.health(URL_OF_IT).state).toBe('open');
  });

  it('the cool-down is up to a tenth longer, so that clients do not come back together', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { client } = clientOf([503]);
    await outcomes(client, 5);
    expect(client.health(URL_OF_IT).retryAtMs).toBe(1_000_000 + 31_500);
  });
});

describe('Retry-After of a 503', () => {
  it('keeps a circuit that opens open for as long', async () => {
    const { client } = clientOf([...times(4, 503), busy(503, { 'retry-after': '90' })]);
    await outcomes(client, 5);
    expect(client.health(URL_OF_IT).retryAtMs).toBe(1_000_000 + 90_000);
  });

  it('does not shorten the cool-down', async () => {
    const { client } = clientOf([busy(503, { 'retry-after': '1' })]);
    await outcomes(client, 5);
    expect(client.health(URL_OF_IT).retryAtMs).toBe(1_000_000 + 30_000);
  });

  it('is obeyed for five minutes at most', async () => {
    const { client } = clientOf([busy(503, { 'retry-after': '410400' })]);
    await outcomes(client, 5);
    expect(client.health(URL_OF_IT).retryAtMs).toBe(1_000_000 + 300_000);
  });

  it('opens nothing by itself, since it may come from one of many machines', async () => {
    const { client } = clientOf([busy(503, { 'retry-after': '90' }), 200]);
    expect(await outcomes(client, 2)).toEqual([503, 200]);
  });
});

describe('with retries', () => {
  const waitsMs = [1_000, 2_000, 3_000, 4_000];

  it('attempts are counted, and an open circuit ends the retrying with the last answer intact', async () => {
    const { client, sent } = clientOf([503], { retry: { waitsMs }, breaker: { failuresInARow: 3 } });
    const call = client(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(3_000);

    expect(await (await call).text()).toBe('status 503');
    expect(sent).toHaveLength(3);
  });

  it('an open circuit ends the retrying with the last error', async () => {
    const steps = [fetchFailed('ECONNRESET')];
    const { client } = clientOf(steps, { retry: { waitsMs }, breaker: { failuresInARow: 3 } });
    const call = errorOf(client(URL_OF_IT));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await call).toMatchObject({ code: 'network', attempts: 3 });
  });

  it('a retry is made if the circuit may be tried again by then', async () => {
    const { client, sent } = clientOf([503, 200], {
      retry: { waitsMs: [2_000] },
      breaker: { failuresInARow: 1, coolDownMs: 2_000 },
    });
    const call = outcome(client);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await call).toBe(200);
    expect(sent).toHaveLength(2);
  });

  it('an answer is not given up for a circuit that opened meanwhile', async () => {
    const { client, sent } = clientOf([503], { retry: { waitsMs: [5_000] }, breaker: { failuresInARow: 3 } });
    const first = client(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(100);
    await outcomes(client.with({ retry: false }), 2);
    await vi.advanceTimersByTimeAsync(5_000);

    expect(await (await first).text()).toBe('status 503');
    expect(sent).toHaveLength(3);
  });

  it('a refused call is not tried again', async () => {
    const { client, sent } = clientOf([503], { retry: { waitsMs } });
    await outcomes(client.with({ retry: false }), 5);
    expect(await outcome(client)).toBe('circuit-open');
    expect(sent).toHaveLength(5);
  });

  it('a call that an open circuit ended is told to the team', async () => {
    const alerts: Alert[] = [];
    const { client } = clientOf([503], {
      retry: { waitsMs },
      breaker: { failuresInARow: 1 },
      onAlert: (alert) => void alerts.push(alert),
    });
    expect(await outcome(client)).toBe(503);
    expect(alerts).toMatchObject([
      {
        kind: 'circuit-opened',
        origin: 'https://orders.example.com',
        outcome: 503,
        count: 1,
        message: 'The circuit of https://orders.example.com opened (503): it is left alone for a while.',
      },
      { kind: 'gave-up', outcome: 503 },
    ]);
  });

  it("'patient' leaves a service that is down alone for two minutes, and then finds it again", async () => {
    let isDown = true;
    const { client, sent } = clientAsItComes([() => new Response('', { status: isDown ? 503 : 200 })], {
      retry: 'patient',
    });
    const first = outcome(client);
    await vi.advanceTimersByTimeAsync(39_001);
    expect(await first).toBe(503);
    expect(sent).toHaveLength(4);
    expect(await outcome(client)).toBe(503);
    expect(sent).toHaveLength(5);
    const error = await errorOf(client(URL_OF_IT));
    expect(error).toMatchObject({ code: 'circuit-open', retryAfterMs: 120_000 });

    isDown = false;
    await vi.advanceTimersByTimeAsync(119_999);
    expect(await outcome(client)).toBe('circuit-open');
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome(client)).toBe(200);
    expect(client.health(URL_OF_IT).state).toBe('closed');
  });
});

describe('with redirects', () => {
  it('each hop goes by the circuit of its own origin', async () => {
    const away = () =>
      new Response(null, { status: 302, headers: { location: 'https://files.example.com/' } });
    const { client } = clientOf([
      ({ url }) => (url.startsWith(URL_OF_IT) ? away() : new Response('', { status: 503 })),
    ]);
    expect(await outcomes(client, 6)).toEqual([...times(5, 503), 'circuit-open']);
    expect(client.health(URL_OF_IT)).toMatchObject({ state: 'closed', calls: 6, failureShare: 0 });
    expect(client.health('https://files.example.com').state).toBe('open');
  });

  it('that are refused say nothing of the service that sent them', async () => {
    const { client } = clientOf([
      () => new Response(null, { status: 302, headers: { location: 'http://orders.example.com/' } }),
    ]);
    expect(await outcomes(client, 9)).toEqual(times(9, 'https-required'));
    expect(client.health(URL_OF_IT)).toMatchObject({ state: 'closed', failureShare: 0 });
  });
});

describe('groups', () => {
  const groupOf = (url: URL) => (url.pathname.startsWith('/payments') ? 'payments' : undefined);

  it('are named by the client, or are origins', async () => {
    const { client } = clientOf(
      [({ url }) => new Response('', { status: url.includes('pay') ? 503 : 200 })],
      {
        breaker: { groupOf },
      },
    );
    await outcomes(client, 5, `${URL_OF_IT}payments/1`);

    expect(await outcome(client, `${URL_OF_IT}payments/2?x`)).toBe('circuit-open');
    expect(await outcome(client, 'https://other.example.com/payments')).toBe('circuit-open');
    expect(await outcome(client, `${URL_OF_IT}orders`)).toBe(200);
    expect(client.health(`${URL_OF_IT}payments`)).toMatchObject({ group: 'payments', state: 'open' });
    expect(client.health(`${URL_OF_IT}orders`).group).toBe('https://orders.example.com');
  });

  it('have names of a hundred characters at most', async () => {
    const { client } = clientOf([200], { breaker: { groupOf: () => 'x'.repeat(5_000) } });
    expect(client.health(URL_OF_IT).group).toHaveLength(100);
  });

  it('that are no names are an error of the options', async () => {
    const { client } = clientOf([200], { breaker: { groupOf: () => '' } });
    expect(await errorOf(client(URL_OF_IT))).toMatchObject({ code: 'options', message: /groupOf/ });
  });

  it('are kept up to a limit; the closed one that was used longest ago is forgotten first', async () => {
    const { client } = clientOf(
      [({ url }) => new Response('', { status: url.includes('//a') ? 503 : 200 })],
      {
        breaker: { groups: 3, failuresInARow: 2 },
      },
    );
    const state = (name: string) => client.health(`https://${name}.example.com`).sinceMs !== undefined;
    await outcomes(client, 2, 'https://a.example.com/');
    for (const name of ['b', 'c', 'b', 'd']) await outcome(client, `https://${name}.example.com/`);

    expect(['a', 'b', 'c', 'd'].map(state)).toEqual([true, true, false, true]);
    expect(client.health('https://a.example.com').state).toBe('open');
  });

  it('that find no room, since all circuits are open, are called without one', async () => {
    const { client, sent } = clientOf([503], { breaker: { groups: 1, failuresInARow: 1 } });
    await outcome(client, 'https://a.example.com/');
    expect(await outcomes(client, 4, 'https://b.example.com/')).toEqual(times(4, 503));
    expect(await outcome(client, 'https://a.example.com/')).toBe('circuit-open');
    expect(sent).toHaveLength(5);

    await vi.advanceTimersByTimeAsync(30_000);
    expect(await outcomes(client, 2, 'https://b.example.com/')).toEqual([503, 'circuit-open']);
  });

  it('that were forgotten with a call under way learn nothing from it', async () => {
    const { client } = clientOf(['silence', 200], { breaker: { groups: 1, failuresInARow: 1 } });
    const opened = vi.fn();
    client.on('circuit-opened', opened);
    const hanging = outcome(client, 'https://a.example.com/');
    await vi.advanceTimersByTimeAsync(0);
    await outcome(client, 'https://b.example.com/');
    await outcome(client, 'https://a.example.com/');
    await vi.advanceTimersByTimeAsync(10_000);

    expect(await hanging).toBe('timeout');
    expect(client.health('https://a.example.com')).toMatchObject({ state: 'closed', failureShare: 0 });
    expect(opened).not.toHaveBeenCalled();
  });

  it('that were down are remembered before those that are well', async () => {
    const { client } = clientOf([503, 200], { breaker: { groups: 2, failuresInARow: 1 } });
    await outcome(client, 'https://a.example.com/');
    await outcome(client, 'https://b.example.com/');
    await vi.advanceTimersByTimeAsync(30_000);
    await outcome(client, 'https://c.example.com/');
    expect(client.health('https://a.example.com').state).toBe('half-open');
    expect(client.health('https://b.example.com').sinceMs).toBeUndefined();
  });
});

describe('shadow', () => {
  it('tells what would be refused, and refuses nothing', async () => {
    const alerts: Alert[] = [];
    const { client, sent } = clientOf([503], {
      retry: { waitsMs: [10, 10] },
      breaker: { shadow: true, failuresInARow: 2 },
      onAlert: (alert) => void alerts.push(alert),
    });
    const call = outcome(client);
    await vi.advanceTimersByTimeAsync(100);
    expect(await call).toBe(503);
    expect(await outcome(client.with({ retry: false }))).toBe(503);

    expect(sent).toHaveLength(4);
    expect(client.health(URL_OF_IT).state).toBe('open');
    expect(alerts.map(({ kind }) => kind)).toEqual(['circuit-opened', 'gave-up']);
  });

  it('obeys a person', async () => {
    const circuits = createBreaker({ shadow: true });
    const { client, sent } = clientAsItComes([200], { breaker: circuits });
    circuits.isolate(URL_OF_IT);
    expect(await outcome(client)).toBe('circuit-open');
    expect(sent).toHaveLength(0);
  });
});

describe('a breaker of its own', () => {
  it('isolates until it is reset, whatever comes of calls under way', async () => {
    const circuits = createBreaker();
    const late = () => new Promise<Response>((resolve) => setTimeout(() => resolve(new Response()), 100));
    const { client, sent } = clientAsItComes([late, 200], { breaker: circuits });
    const other = createClient({ fetch: scripted(200).fetch, breaker: circuits });
    const answer = client(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(0);
    circuits.isolate(new URL('/v1', URL_OF_IT));
    await vi.advanceTimersByTimeAsync(100);

    expect((await answer).status).toBe(200);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(await outcome(other)).toBe('circuit-open');
    const error = await errorOf(client(URL_OF_IT));
    expect(error.message).toMatch(/isolated by hand/);
    expect(error).not.toHaveProperty('retryAfterMs');
    expect(client.health(URL_OF_IT)).toMatchObject({ state: 'isolated', retryAtMs: undefined });

    circuits.reset(URL_OF_IT);
    expect(await outcome(client)).toBe(200);
    expect(sent).toHaveLength(2);
  });

  it('forgets at a reset how long it was open', async () => {
    const circuits = createBreaker({ failuresInARow: 1, coolDownMs: 30_000, probes: 1 });
    const { client } = clientAsItComes([503], { breaker: circuits });
    await outcome(client);
    await vi.advanceTimersByTimeAsync(30_000);
    await outcome(client);
    expect(client.health(URL_OF_IT).retryAtMs).toBe(Date.now() + 60_000);
    circuits.reset(URL_OF_IT);
    await outcome(client);
    expect(client.health(URL_OF_IT).retryAtMs).toBe(Date.now() + 30_000);
  });

  it('tells of every change, until it is told not to', async () => {
    const changes: CircuitChange[] = [];
    const circuits = createBreaker({ failuresInARow: 1, coolDownMs: 30_000 });
    const stop = circuits.onChange((change) => void changes.push(change));
    const { client } = clientAsItComes([503, 200], { breaker: circuits });
    await outcome(client);
    await vi.advanceTimersByTimeAsync(30_000);
    await outcome(client);
    circuits.isolate(URL_OF_IT);
    circuits.reset(URL_OF_IT);
    circuits.reset(URL_OF_IT);
    circuits.reset('https://never-called.example.com');
    stop();
    circuits.isolate(URL_OF_IT);

    const group = 'https://orders.example.com';
    const rest = { group, reason: undefined, retryAtMs: undefined };
    expect(changes).toEqual([
      { group, from: 'closed', to: 'open', reason: 'failures-in-a-row', retryAtMs: 1_030_000 },
      { ...rest, from: 'open', to: 'half-open' },
      { ...rest, from: 'half-open', to: 'closed' },
      { ...rest, from: 'closed', to: 'isolated' },
      { ...rest, from: 'isolated', to: 'closed' },
    ]);
  });

  it('does no harm to a call when a listener fails', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const circuits = createBreaker({ failuresInARow: 1 });
    circuits.onChange(() => {
      throw new Error('listener');
    });
    const { client } = clientAsItComes([503], { breaker: circuits });
    expect(await outcome(client)).toBe(503);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('listener'), 'HoldfastWarning');
  });

  it('refuses a URL that is none', () => {
    expect(() => createBreaker().isolate('orders')).toThrowError(/not absolute/);
  });

  it('works without a client, between retry and timeout', async () => {
    const { fetch, sent } = scripted('silence');
    const circuits = createBreaker({ failuresInARow: 2 });
    const send = compose(fetch, retry({ waitsMs: [10, 10] }), breaker(circuits), timeout(1_000));
    const call = errorOf(send(URL_OF_IT));
    await vi.advanceTimersByTimeAsync(3_000);

    expect(await call).toMatchObject({ code: 'timeout', attempts: 2 });
    expect(sent).toHaveLength(2);
    expect(await errorOf(send(URL_OF_IT))).toMatchObject({ code: 'circuit-open' });
  });
});

describe('events', () => {
  it('tell what the call changed, and nothing secret', async () => {
    const events: CallEvent[] = [];
    const { client } = clientOf([503, 503, 200], { breaker: { failuresInARow: 2, coolDownMs: 1_000 } });
    client.on('circuit-opened', (event) => events.push(event));
    client.on('circuit-half-open', (event) => events.push(event));
    client.on('circuit-closed', (event) => events.push(event));
    const url = `${URL_OF_IT}latest?key=secret`;
    await outcomes(client, 2, url);
    await vi.advanceTimersByTimeAsync(1_000);
    await outcome(client, url);

    const facts = {
      callId: expect.any(String),
      method: 'GET',
      origin: 'https://orders.example.com',
      path: '/latest',
      route: undefined,
      group: 'https://orders.example.com',
    };
    expect(events).toEqual([
      { kind: 'circuit-opened', ...facts, reason: 'failures-in-a-row', outcome: 503, coolDownMs: 1_000 },
      { kind: 'circuit-half-open', ...facts },
      { kind: 'circuit-closed', ...facts },
    ]);
  });

  it('of an opening become one alert a minute', async () => {
    const alerts: Alert[] = [];
    const { client } = clientOf([503], {
      breaker: { failuresInARow: 1, coolDownMs: 10, longestCoolDownMs: 10, probes: 1 },
      onAlert: (alert) => void alerts.push(alert),
    });
    for (let opening = 0; opening < 4; opening += 1) {
      await outcome(client);
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(alerts).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(alerts[1]?.message).toMatch(/opened 3 times \(503\)/);
  });
});

describe('health', () => {
  it('says what the calls told, and asking changes nothing', async () => {
    const { client, sent } = clientOf([200, 200, 200, 500], { baseUrl: URL_OF_IT });
    expect(client.health()).toEqual({
      group: 'https://orders.example.com',
      state: 'closed',
      sinceMs: undefined,
      retryAtMs: undefined,
      failureShare: 0,
      calls: 0,
    });
    await outcomes(client, 4, 'latest');
    await vi.advanceTimersByTimeAsync(1_000);

    expect(client.health('latest')).toMatchObject({ sinceMs: 1_000_000, failureShare: 0.25, calls: 4 });
    expect(client.health(new URL(URL_OF_IT))).toEqual(client.health());
    await vi.advanceTimersByTimeAsync(30_000);
    expect(client.health()).toMatchObject({ state: 'closed', failureShare: 0, calls: 0 });
    expect(sent).toHaveLength(4);
  });

  it('is unknown without a breaker', () => {
    expect(createClient({ breaker: false }).health(URL_OF_IT)).toMatchObject({
      group: 'https://orders.example.com',
      state: 'off',
    });
  });

  it('needs a URL', () => {
    expect(() => createClient().health()).toThrowError(/baseUrl/);
  });
});
