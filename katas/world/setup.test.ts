import './setup.ts';
import { readFile } from 'node:fs/promises';
import { performance as hooksPerformance } from 'node:perf_hooks';
import timersModule, { setTimeout as nodeSetTimeout } from 'node:timers';
import timersPromises, { scheduler, setTimeout as sleep, setInterval as ticks } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { pass, remote } from './index.ts';
import { clearWorld, closeWorld, openWorld } from './open-world.ts';

const orders = 'https://orders.example.test';

describe('clocks move with pass', () => {
  const waits: Record<string, () => Promise<unknown>> = {
    setTimeout: () => new Promise((resolve) => setTimeout(resolve, 1000)),
    'promisified setTimeout': () => promisify(setTimeout)(1000),
    'node:timers': () => new Promise((resolve) => nodeSetTimeout(resolve, 1000)),
    'the default export of node:timers': () =>
      new Promise((resolve) => timersModule.setTimeout(resolve, 1000)),
    'node:timers/promises': () => sleep(1000),
    'the default export of node:timers/promises': () => timersPromises.setTimeout(1000),
    'setInterval of node:timers/promises': async () => {
      for await (const _ of ticks(1000)) return;
    },
    'scheduler.wait': () => scheduler.wait(1000),
    'AbortSignal.timeout': () =>
      new Promise((resolve) => AbortSignal.timeout(1000).addEventListener('abort', resolve)),
  };
  test.each(Object.keys(waits))('%s', async (name) => {
    let over = false;
    waits[name]?.().then(() => {
      over = true;
    });
    await pass(999);
    expect(over).toBe(false);
    await pass(1);
    expect(over).toBe(true);
  });

  test('Date and both clocks of performance', async () => {
    const before = [Date.now(), performance.now(), hooksPerformance.now()];
    await pass(5000);
    expect(
      [Date.now(), performance.now(), hooksPerformance.now()].map((now, i) => now - (before[i] ?? 0)),
    ).toEqual([5000, 5000, 5000]);
  });

  test('every test begins at the same moment', () => {
    expect(new Date().toISOString()).toBe('2026-01-05T08:00:00.000Z');
  });

  test('AbortSignal.timeout says so with a TimeoutError', async () => {
    const signal = AbortSignal.timeout(10);
    await pass(10);
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  test('a sleep can be cut short, and leaves no timer', async () => {
    const controller = new AbortController();
    const sleeping = sleep(1000, undefined, { signal: controller.signal });
    controller.abort('enough');
    await expect(sleeping).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('pass', () => {
  test('gives an answer its own time between two timers', async () => {
    const service = remote(orders).answers(503).slow(100);
    const askedAt: number[] = [];
    const start = Date.now();
    const asking = (async () => {
      for (let attempt = 0; attempt < 3; attempt += 1) {
        askedAt.push(Date.now() - start);
        await fetch(orders);
        await sleep(1000);
      }
    })();
    await pass(3300);
    await asking;
    expect(askedAt).toEqual([0, 1100, 2200]);
    expect(service.requests).toHaveLength(3);
  });

  test('never moves further than it says', async () => {
    setTimeout(() => {}, 10_000);
    await pass(10);
    expect(Date.now() - new Date('2026-01-05T08:00:00.000Z').getTime()).toBe(10);
  });

  test('waits for what Web Crypto computes', async () => {
    const salt = new Uint8Array(16);
    const slow = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 100_000 };
    let doneAt = 0;
    crypto.subtle
      .importKey('raw', salt, 'PBKDF2', false, ['deriveBits'])
      .then((key) => crypto.subtle.deriveBits(slow, key, 256))
      .then(() => {
        doneAt = Date.now();
      });
    const startedAt = Date.now();
    await pass(1000);
    expect(doneAt).toBe(startedAt);
  });

  test('waits for files', async () => {
    let woken = false;
    (async () => {
      for (let round = 0; round < 20; round += 1) await readFile(new URL(import.meta.url));
      await sleep(10);
      woken = true;
    })();
    await pass(10);
    expect(woken).toBe(true);
  });
});

describe('an abort', () => {
  test('rejects with the very reason', async () => {
    remote(orders).slow(1000);
    const reason = new Error('no longer needed');
    const controller = new AbortController();
    const asking = fetch(orders, { signal: controller.signal });
    await pass(10);
    controller.abort(reason);
    await expect(asking).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('before the request sends nothing', async () => {
    const service = remote(orders);
    await expect(fetch(orders, { signal: AbortSignal.abort('early') })).rejects.toBe('early');
    await expect(fetch(new Request(orders, { signal: AbortSignal.abort('early') }))).rejects.toBe('early');
    expect(service.requests).toHaveLength(0);
  });

  test.each([undefined, 5000])('ends a body that is being read (body after %s ms)', async (bodyAfterMs) => {
    remote(orders).answers({ body: 'late', ...(bodyAfterMs === undefined ? {} : { bodyAfterMs }) });
    const controller = new AbortController();
    const response = await fetch(orders, { signal: controller.signal });
    controller.abort('enough');
    await expect(response.text()).rejects.toBe('enough');
  });

  test('after the body changes nothing', async () => {
    remote(orders).answers({ body: 'whole' });
    const controller = new AbortController();
    const response = await fetch(orders, { signal: controller.signal });
    expect(await response.text()).toBe('whole');
    controller.abort('late');
  });
});

describe('a request nobody expected', () => {
  test('fails like a network error, and is kept for the end of the test', async () => {
    await expect(fetch('https://elsewhere.example.test/a?token=secret#part')).rejects.toMatchObject({
      message: 'fetch failed',
      cause: { name: 'UnexpectedRequestError', code: 'ENOTFOUND' },
    });
    const unexpected = clearWorld();
    expect(unexpected).toHaveLength(1);
    expect(unexpected[0]?.message).toMatch(
      /^GET https:\/\/elsewhere\.example\.test\/a\?token=… reached nobody\./,
    );
    expect(unexpected[0]?.message).not.toContain('secret');
  });

  test('also where the service is there, but the path is not', async () => {
    remote(orders).on('GET', '/orders', 200);
    await expect(fetch(`${orders}/order`, { method: 'POST' })).rejects.toThrow('fetch failed');
    expect(clearWorld()[0]?.message).toContain(".on('POST', '/order', 200)");
  });

  test.fails('makes a test fail that swallowed it', async () => {
    await fetch('https://elsewhere.example.test').catch(() => {});
    expect(clearWorld()).toEqual([]);
  });
});

describe('opening and closing', () => {
  test('twice is once, and a closed world is the real one', () => {
    const inside = globalThis.fetch;
    openWorld();
    expect(globalThis.fetch).toBe(inside);
    closeWorld();
    closeWorld();
    expect(globalThis.fetch).not.toBe(inside);
    openWorld();
    expect(globalThis.fetch).toBe(inside);
  });

  test('a fetch kept from before asks the same world', async () => {
    const kept = globalThis.fetch;
    closeWorld();
    openWorld();
    remote(orders);
    expect((await kept(orders)).status).toBe(200);
  });

  test('modules that are loaded again share the world', async () => {
    const inside = globalThis.fetch;
    vi.resetModules();
    const copy = await import('./open-world.ts');
    const { remote: remoteOfCopy } = await import('./index.ts');
    copy.openWorld();
    expect(globalThis.fetch).toBe(inside);
    remoteOfCopy(orders).answers(204);
    expect((await fetch(orders)).status).toBe(204);
  });

  test('the timers are fake again, and services of the test before are gone', async () => {
    expect(vi.isFakeTimers()).toBe(true);
    await expect(fetch(orders)).rejects.toThrow('fetch failed');
    clearWorld();
  });
});
