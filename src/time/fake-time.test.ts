import { mock } from 'node:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { scripted } from '../test-support/scripted.ts';

const URL_OF_IT = 'https://orders.example.com/';

afterEach(() => {
  vi.useRealTimers();
  mock.timers.reset();
  mock.restoreAll();
});

/** Lets promises settle, by nothing that is faked. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

interface FakeTime {
  readonly fake: () => void;
  readonly pass: (ms: number) => void;
}

const FAKES: Record<string, FakeTime> = {
  'vi.useFakeTimers()': {
    fake: () => void vi.useFakeTimers(),
    pass: (ms) => void vi.advanceTimersByTime(ms),
  },
  'mock.timers.enable() of node:test, and performance.now beside it': {
    fake: () => {
      mock.timers.enable({ apis: ['setTimeout', 'Date'] });
      mock.method(performance, 'now', () => Date.now());
    },
    pass: (ms) => mock.timers.tick(ms),
  },
};

describe.each(Object.entries(FAKES))('the time of %s', (_name, { fake, pass }) => {
  async function passing(ms: number): Promise<void> {
    await settle();
    pass(ms);
    await settle();
  }

  it('is that of the waits between attempts', async () => {
    fake();
    const { fetch, sent } = scripted(503, 503, 200);
    const call = createClient({ fetch, retry: { waitsMs: [3_000, 9_000] } })(URL_OF_IT);
    await passing(2_999);
    expect(sent).toHaveLength(1);
    await passing(301);
    expect(sent).toHaveLength(2);
    await passing(9_900);
    expect((await call).status).toBe(200);
  });

  it('is that of the attempt timeout and of the deadline', async () => {
    fake();
    const { fetch } = scripted('silence');
    const client = createClient({ fetch, retry: false });
    const attempt = errorOf(client(URL_OF_IT));
    const call = errorOf(client.with({ attemptTimeoutMs: false })(URL_OF_IT));
    await passing(10_000);
    expect(await attempt).toMatchObject({ code: 'timeout' });
    await passing(20_000);
    expect(await call).toMatchObject({ code: 'deadline' });
  });

  it('is that of an open circuit', async () => {
    fake();
    const { fetch, sent } = scripted(503, 200);
    const client = createClient({ fetch, retry: false, breaker: { failuresInARow: 1, coolDownMs: 30_000 } });
    await client(URL_OF_IT);
    await passing(29_999);
    expect(await errorOf(client(URL_OF_IT))).toMatchObject({ code: 'circuit-open' });
    await passing(3_001); // the cool-down is up to a tenth longer
    expect((await client(URL_OF_IT)).status).toBe(200);
    expect(sent).toHaveLength(2);
  });
});
