import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createClient } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { scripted } from '../test-support/scripted.ts';
import { silentBody } from '../test-support/silent-body.ts';

const URL_OF_IT = 'https://api.example.com/';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What `work` has come to by now. */
async function stateOf(work: Promise<unknown>): Promise<string> {
  await vi.advanceTimersByTimeAsync(0);
  return Promise.race([
    work.then(
      () => 'answered',
      () => 'failed',
    ),
    Promise.resolve().then(async () => {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      return 'waiting';
    }),
  ]);
}

describe('the attempt timeout', () => {
  it('ends an attempt without headers after 10 s, even if the transport does not hear its signal', async () => {
    const { fetch, sent } = scripted('silence');
    const call = errorOf(createClient({ fetch, retry: false })(URL_OF_IT));

    await vi.advanceTimersByTimeAsync(9_999);
    expect(await stateOf(call)).toBe('waiting');
    expect(sent[0]?.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);

    expect(await call).toMatchObject({ code: 'timeout', attempts: 1, isRetryable: true });
    expect(sent[0]?.signal.aborted).toBe(true);
  });

  it('lets go of an answer that comes too late', async () => {
    const cancelled = vi.fn();
    const late = () => new Response(new ReadableStream({ cancel: cancelled }));
    const { fetch } = scripted(() => new Promise((resolve) => setTimeout(() => resolve(late()), 2_000)));
    const call = errorOf(createClient({ fetch, retry: false, attemptTimeoutMs: 1_000 })(URL_OF_IT));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await call).toMatchObject({ code: 'timeout' });
    await vi.advanceTimersByTimeAsync(1_000);

    expect(cancelled).toHaveBeenCalledTimes(1);
  });

  it('ends with the headers: a body may take longer', async () => {
    const { fetch } = scripted(() => silentBody('start'));
    const response = await createClient({ fetch, attemptTimeoutMs: 1_000 })(URL_OF_IT);
    const text = errorOf(response.text());
    await vi.advanceTimersByTimeAsync(20_000);

    expect(await stateOf(text)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await text).toMatchObject({ code: 'deadline' });
  });

  it('is anew for each attempt', async () => {
    const { fetch, sent } = scripted('silence', 'silence', 200);
    const call = createClient({ fetch, attemptTimeoutMs: 1_000, retry: { waitsMs: [100, 100] } })(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(2_300);

    expect((await call).status).toBe(200);
    expect(sent).toHaveLength(3);
    expect(sent[2]?.signal.aborted).toBe(false);
  });

  it('may be longer than a timer can hold', async () => {
    const { fetch } = scripted('silence');
    const monthMs = 30 * 24 * 3_600_000;
    const call = createClient({ fetch, retry: false, attemptTimeoutMs: monthMs, deadlineMs: false })(
      URL_OF_IT,
    );
    const failure = errorOf(call);

    await vi.advanceTimersByTimeAsync(monthMs - 1);
    expect(await stateOf(failure)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1);
    expect(await failure).toMatchObject({ code: 'timeout' });
  });
});

describe('the deadline', () => {
  it('ends a call with all its attempts and waits', async () => {
    const { fetch, sent } = scripted(503, 'silence');
    const client = createClient({
      fetch,
      deadlineMs: 5_000,
      attemptTimeoutMs: 5_000,
      retry: { firstWaitMs: 0 },
    });
    const call = errorOf(client(URL_OF_IT));
    await vi.advanceTimersByTimeAsync(4_999);
    expect(await stateOf(call)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1);

    expect(await call).toMatchObject({ code: 'deadline', attempts: 2 });
    expect(sent[1]?.signal.aborted).toBe(true);
  });

  it('has as its cause what went wrong before', async () => {
    const cause = new TypeError('fetch failed');
    const { fetch } = scripted(cause, 'silence');
    const client = createClient({ fetch, deadlineMs: 5_000, retry: { firstWaitMs: 0 } });
    const call = errorOf(client(URL_OF_IT));
    await vi.advanceTimersByTimeAsync(5_000);

    expect(await call).toMatchObject({ code: 'deadline', cause: { code: 'network', cause } });
  });

  it('goes for the reading of the answer, even if the transport does not hear its signal', async () => {
    const { fetch } = scripted(() => silentBody('start'));
    const response = await createClient({ fetch })(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(29_000);
    const text = errorOf(response.text());
    await vi.advanceTimersByTimeAsync(999);
    expect(await stateOf(text)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1);

    expect(await text).toMatchObject({ code: 'deadline', attempts: 1 });
  });

  it('spares an event stream', async () => {
    const headers = { 'content-type': 'text/event-stream; charset=utf-8' };
    const { fetch, sent } = scripted(() => silentBody('data: 1\n\n', headers));
    const response = await createClient({ fetch })(URL_OF_IT);
    const text = response.text();
    await vi.advanceTimersByTimeAsync(3_600_000);

    expect(await stateOf(text)).toBe('waiting');
    expect(sent[0]?.signal.aborted).toBe(false);
  });

  it('gives way to a bodyDeadlineMs, from the headers on', async () => {
    const { fetch } = scripted(() => silentBody('start'));
    const response = await createClient({ fetch, bodyDeadlineMs: 60_000 })(URL_OF_IT);
    const text = errorOf(response.text());
    await vi.advanceTimersByTimeAsync(59_999);
    expect(await stateOf(text)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1);

    expect(await text).toMatchObject({ code: 'deadline' });
  });

  it('leaves no timer behind once the answer is read, or has no body, or the call failed', async () => {
    const { fetch } = scripted(200, 204, new TypeError('fetch failed'));
    const client = createClient({ fetch, retry: false });
    await (await client(URL_OF_IT)).text();
    await client(URL_OF_IT);
    await errorOf(client(URL_OF_IT));

    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind when the body is cancelled', async () => {
    const { fetch } = scripted(200);
    await (await createClient({ fetch })(URL_OF_IT)).body?.cancel();

    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not let an attempt start that could only begin at the deadline', async () => {
    const { fetch, sent } = scripted(new Response('busy', { status: 503, headers: { 'retry-after': '30' } }));
    const response = await createClient({ fetch })(URL_OF_IT);

    expect(await response.text()).toBe('busy');
    expect(sent).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the caller's abort", () => {
  const REASON = { why: 'the user left' };

  it('rejects with the reason itself, before anything is sent', async () => {
    const { fetch, sent } = scripted(200);
    const call = createClient({ fetch })(URL_OF_IT, { signal: AbortSignal.abort(REASON) });

    await expect(call).rejects.toBe(REASON);
    expect(sent).toHaveLength(0);
  });

  it('ends an attempt under way', async () => {
    const { fetch, sent } = scripted('silence');
    const controller = new AbortController();
    const call = createClient({ fetch })(URL_OF_IT, { signal: controller.signal });
    const failure = expect(call).rejects.toBe(REASON);
    await vi.advanceTimersByTimeAsync(100);
    controller.abort(REASON);

    await failure;
    expect(sent[0]?.signal.reason).toBe(REASON);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends a wait between attempts at once, with its timer and its listener', async () => {
    const { fetch, sent } = scripted(503);
    const controller = new AbortController();
    const client = createClient({ fetch, retry: { waitsMs: [9_000, 9_000] } });
    const call = client(URL_OF_IT, { signal: controller.signal });
    const failure = expect(call).rejects.toBe(REASON);
    await vi.advanceTimersByTimeAsync(100);
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    controller.abort(REASON);

    await failure;
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
  });

  it('ends the reading of an answer', async () => {
    const { fetch } = scripted(() => silentBody('start'));
    const controller = new AbortController();
    const response = await createClient({ fetch })(URL_OF_IT, { signal: controller.signal });
    const failure = expect(response.text()).rejects.toBe(REASON);
    controller.abort(REASON);

    await failure;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of a Request counts, unless init has a signal of its own', async () => {
    const { fetch } = scripted(200);
    const client = createClient({ fetch });
    const request = new Request(URL_OF_IT, { signal: AbortSignal.abort(REASON) });

    await expect(client(request)).rejects.toBe(REASON);
    expect((await client(request, { signal: null })).status).toBe(200);
  });

  it('does nothing once the answer is read', async () => {
    const { fetch, sent } = scripted(200);
    const controller = new AbortController();
    const response = await createClient({ fetch })(URL_OF_IT, { signal: controller.signal });
    await response.text();
    controller.abort(REASON);

    expect(sent[0]?.signal.aborted).toBe(false);
  });
});

describe('a signal that lives long', () => {
  it('carries one listener of ours during any number of calls, and none after them', async () => {
    const { fetch } = scripted(() => new Response('hello'));
    const client = createClient({ fetch });
    const { signal } = new AbortController();

    const responses = await Promise.all(Array.from({ length: 100 }, () => client(URL_OF_IT, { signal })));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await Promise.all(responses.map((response) => response.text()));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);

    for (let count = 0; count < 500; count += 1) await (await client(URL_OF_IT, { signal })).text();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends all calls that share it, and none that did not', async () => {
    const { fetch } = scripted('silence');
    const client = createClient({ fetch });
    const controller = new AbortController();
    const { signal } = controller;
    const calls = [1, 2, 3].map(() => client(URL_OF_IT, { signal }));
    const failures = calls.map((call) => expect(call).rejects.toBe('enough'));
    const other = client(URL_OF_IT, { signal: new AbortController().signal });
    other.catch(() => {});
    await vi.advanceTimersByTimeAsync(1);
    controller.abort('enough');

    await Promise.all(failures);
    expect(await stateOf(other)).toBe('waiting');
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('keeps its listener until the body has ended, not only until the headers came', async () => {
    const { fetch } = scripted(() => new Response('hello'));
    const { signal } = new AbortController();
    const response = await createClient({ fetch })(URL_OF_IT, { signal });

    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await response.text();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

describe('an attempt', () => {
  it('costs one AbortSignal, whatever limits it obeys', async () => {
    let made = 0;
    class Counted extends AbortController {
      constructor() {
        super();
        made += 1;
      }
    }
    const { fetch } = scripted(503, 200);
    const controller = new AbortController();
    const any = vi.spyOn(AbortSignal, 'any');
    vi.stubGlobal('AbortController', Counted);
    onTestFinished(() => {
      vi.unstubAllGlobals();
      vi.restoreAllMocks();
    });
    const client = createClient({ fetch, retry: { firstWaitMs: 0 } });
    const call = client(URL_OF_IT, { signal: controller.signal });
    await vi.advanceTimersByTimeAsync(1);
    await (await call).text();

    expect(made).toBe(2);
    expect(any).not.toHaveBeenCalled();
  });
});
