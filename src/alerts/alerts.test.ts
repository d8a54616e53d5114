import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Alert, createClient } from '../index.ts';
import { scripted } from '../test-support/scripted.ts';

const URL_OF_IT = 'https://orders.example.com/';
const retry = { retries: 1, waitsMs: [0], budget: false } as const;
const breaker = false;

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

async function fail(client: ReturnType<typeof createClient>, url = URL_OF_IT): Promise<void> {
  const call = client(url).then(
    (response) => response.text(),
    () => '',
  );
  await vi.advanceTimersByTimeAsync(10);
  await call;
}

describe('the team', () => {
  it('is told after the last retry', async () => {
    const alerts: Alert[] = [];
    const { fetch } = scripted(503);
    await fail(createClient({ fetch, retry, breaker, onAlert: (alert) => void alerts.push(alert) }));

    expect(alerts).toEqual([
      {
        kind: 'gave-up',
        origin: 'https://orders.example.com',
        outcome: 503,
        count: 1,
        firstAtMs: 1_000_000,
        lastAtMs: 1_000_000,
        message: 'A call to https://orders.example.com failed after all retries (503).',
      },
    ]);
  });

  it('is told once a minute of the same, with a count', async () => {
    const alerts: Alert[] = [];
    const { fetch } = scripted(503);
    const client = createClient({ fetch, retry, breaker, onAlert: (alert) => void alerts.push(alert) });
    for (let call = 0; call < 5; call += 1) await fail(client);
    expect(alerts).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(60_000);

    expect(alerts).toHaveLength(2);
    expect(alerts[1]).toMatchObject({ count: 4, message: expect.stringMatching(/^4 calls/) });
    expect(alerts[1]?.firstAtMs).toBeLessThan(alerts[1]?.lastAtMs ?? 0);
    await vi.advanceTimersByTimeAsync(180_000);
    expect(alerts).toHaveLength(2);
    await fail(client);
    expect(alerts).toHaveLength(3);
  });

  it('is told once a minute, however many routes .with made', async () => {
    const alerts: Alert[] = [];
    const { fetch } = scripted(503);
    const client = createClient({ fetch, retry, breaker, onAlert: (alert) => void alerts.push(alert) });
    for (let call = 0; call < 3; call += 1) await fail(client.with({ headers: { 'x-call': String(call) } }));
    expect(alerts).toHaveLength(1);
  });

  it('is told of each service and each outcome', async () => {
    const alerts: Alert[] = [];
    const { fetch } = scripted(503, 503, 503, 503, new TypeError('fetch failed'));
    const client = createClient({ fetch, retry, breaker, onAlert: (alert) => void alerts.push(alert) });
    await fail(client);
    await fail(client, 'https://other.example.com/');
    await fail(client);

    expect(alerts.map(({ origin, outcome }) => `${origin} ${outcome}`)).toEqual([
      'https://orders.example.com 503',
      'https://other.example.com 503',
      'https://orders.example.com network',
    ]);
  });

  it('is told of a deadline that passed', async () => {
    const alerts: Alert[] = [];
    const { fetch } = scripted('silence');
    const client = createClient({ fetch, onAlert: (alert) => void alerts.push(alert) });
    const call = client(URL_OF_IT).catch(() => {});
    await vi.advanceTimersByTimeAsync(30_000);
    await call;
    expect(alerts).toMatchObject([{ kind: 'gave-up', outcome: 'deadline' }]);
  });

  it('is told that the budget is spent', async () => {
    const alerts: Alert[] = [];
    const { fetch } = scripted(503);
    const onAlert = (alert: Alert) => void alerts.push(alert);
    await fail(createClient({ fetch, retry: { budget: { floor: 0 } }, onAlert }));
    expect(alerts).toMatchObject([{ kind: 'budget-spent', outcome: 503 }]);
  });

  it('is told what has gathered when the client is closed, and no timer stays', async () => {
    const alerts: Alert[] = [];
    const { fetch } = scripted(503);
    const client = createClient({ fetch, retry, breaker, onAlert: (alert) => void alerts.push(alert) });
    for (let call = 0; call < 3; call += 1) await fail(client);
    client.close();
    await vi.advanceTimersByTimeAsync(0);

    expect(alerts.map(({ count }) => count)).toEqual([1, 2]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not told of what works, is not to be repeated, or was aborted', async () => {
    const onAlert = vi.fn();
    const { fetch } = scripted(200, 404, 503, 'silence');
    const client = createClient({ fetch, retry: { waitsMs: [0] }, onAlert });
    await client(URL_OF_IT);
    await client(URL_OF_IT);
    await client(URL_OF_IT, { method: 'POST' });
    const controller = new AbortController();
    const call = client(URL_OF_IT, { signal: controller.signal });
    controller.abort();
    await call.catch(() => {});
    await vi.advanceTimersByTimeAsync(120_000);
    expect(onAlert).not.toHaveBeenCalled();
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('pager is down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('pager is down'))],
  ])('does no harm to a call if its hook %s', async (_what, onAlert) => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { fetch } = scripted(503);
    const call = createClient({ fetch, retry, breaker, onAlert })(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(10);

    expect((await call).status).toBe(503);
    await vi.advanceTimersByTimeAsync(0);
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('pager is down'), 'HoldfastWarning');
    warned.mockRestore();
  });
});
