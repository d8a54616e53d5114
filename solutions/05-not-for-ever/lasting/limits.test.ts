import { getEventListeners } from 'node:events';
import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { describe, expect, test, vi } from 'vitest';

const url = 'https://orders.example.test';

describe('an attempt', () => {
  test('is given up after its time, and not before', async () => {
    const service = remote(url).slow(900);
    const client = createClient({ attemptTimeoutMs: 1000 });
    expect(await resultAfter(950, client(url))).toMatchObject({ status: 200 });

    service.slow(60_000);
    expect(await resultAfter(1200, client(url))).toMatchObject({ code: 'timeout' });
  });

  test('may be followed by a body that takes longer', async () => {
    remote(url).answers({ body: 'a long one', bodyAfterMs: 5000 });

    const text = createClient({ attemptTimeoutMs: 1000 })(url).then((response) => response.text());

    expect(await resultAfter(6000, text)).toBe('a long one');
  });
});

describe('the deadline', () => {
  test('goes for all redirects together', async () => {
    remote(url)
      .slow(400)
      .on('GET', '/a', { status: 302, headers: { location: '/b' } })
      .on('GET', '/b', { status: 302, headers: { location: '/c' } })
      .on('GET', '/c', 200);

    const call = createClient({ deadlineMs: 1000 })(`${url}/a`);

    expect(await resultAfter(1150, call)).toMatchObject({ code: 'deadline' });
  });

  test('goes for the reading of the body', async () => {
    remote(url).answers({ body: 'too late', bodyAfterMs: 60_000 });

    const text = createClient({ deadlineMs: 1000 })(url).then((response) => response.text());

    expect(await resultAfter(1200, text)).toMatchObject({ code: 'deadline' });
  });

  test('begins anew with every call', async () => {
    const service = remote(url);
    const client = createClient({ deadlineMs: 1000 });
    await client(url);
    await pass(900);

    service.slow(500);
    expect(await resultAfter(600, client(url))).toMatchObject({ status: 200 });
  });
});

describe('the caller', () => {
  test('gives up first, and gets their own reason back', async () => {
    remote(url).slow(60_000);
    const client = createClient({ attemptTimeoutMs: 1000, deadlineMs: 2000 });
    const caller = new AbortController();
    const reason = { why: 'the user closed the page' };

    const call = client(url, { signal: caller.signal });
    expect(await resultAfter(500, call)).toBe('still waiting');
    caller.abort(reason);

    expect(await resultAfter(10, call)).toBe(reason);
  });

  test('sends nothing when gone already', async () => {
    const service = remote(url);
    const client = createClient({ attemptTimeoutMs: 1000, deadlineMs: 2000 });
    const reason = { why: 'changed their mind' };

    const result = await resultAfter(10, client(url, { signal: AbortSignal.abort(reason) }));

    expect(service.requests).toEqual([]);
    expect(result).toBe(reason);
  });
});

describe('afterwards', () => {
  test('nothing is left: no timer, and nobody who listens to the caller', async () => {
    const service = remote(url).answers({ body: 'read' });
    const client = createClient({ deadlineMs: 60_000 });
    const { signal } = new AbortController();

    for (let call = 0; call < 3; call += 1) await client(url, { signal }).then((response) => response.text());
    service.down();
    await resultAfter(10, client(url, { signal }));

    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

/** What has come of it after this time, be it a value or an error. */
async function resultAfter(ms: number, work: Promise<unknown>): Promise<unknown> {
  let result: unknown = 'still waiting';
  const settle = (settled: unknown) => {
    result = settled;
  };
  work.then(settle, settle);
  await pass(ms);
  return result;
}
