import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { always, brokenBody, delayed, fetchFailed, hang, scripted, stalledBody } from './index.ts';

const URL_OF_IT = 'https://api.example.com/orders';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a script', () => {
  it('plays statuses, errors, responses and functions in order', async () => {
    const script = scripted(
      503,
      fetchFailed('ECONNRESET'),
      ({ method }) => new Response(`${method} is busy`, { status: 502 }),
      Response.json({ id: 17 }),
    );
    const client = createClient({ fetch: script.fetch, retry: { retries: 3, firstWaitMs: 0 } });
    const answer = client(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(10);

    expect(await (await answer).json()).toEqual({ id: 17 });
    expect(script.sent).toHaveLength(4);
    script.done();
  });

  it('remembers what was sent, however it was given', async () => {
    const { fetch, sent } = scripted(always(204));
    vi.setSystemTime(1_000);
    await fetch(URL_OF_IT, { method: 'PUT', headers: { 'X-A': '1' }, body: new URLSearchParams({ a: 'b' }) });
    await fetch(new Request(URL_OF_IT, { method: 'POST', body: 'order', headers: { 'x-b': '2' } }));
    await fetch(new URL(URL_OF_IT), { redirect: 'manual' });

    expect(sent).toMatchObject([
      { method: 'PUT', url: URL_OF_IT, body: 'a=b', atMs: 1_000 },
      { method: 'POST', url: URL_OF_IT, body: 'order' },
      { method: 'GET', url: URL_OF_IT, body: '', init: { redirect: 'manual' } },
    ]);
    expect(sent[0]?.headers.get('x-a')).toBe('1');
    expect(sent[0]?.headers.get('content-type')).toMatch('application/x-www-form-urlencoded');
    expect(sent[1]?.headers.get('x-b')).toBe('2');
    expect(sent[2]?.signal.aborted).toBe(false);
  });

  it('fails as fetch does where the body of a request cannot be read', async () => {
    const { fetch } = scripted(200);
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
    await expect(fetch(URL_OF_IT, { method: 'PUT', body })).rejects.toThrow('gone');
  });

  it('that is over says so at once, is not retried, and is not forgotten', async () => {
    const script = scripted(200);
    const client = createClient({ fetch: script.fetch });
    await client(URL_OF_IT);
    const error = await errorOf(client(URL_OF_IT));

    expect(error.message).toBe(`The script is over: 1 of 1 answers are used, and GET ${URL_OF_IT} came.`);
    expect(script.sent).toHaveLength(2);
    expect(script.done).toThrow(`The script was over, and 1 more came: GET ${URL_OF_IT}.`);
  });

  it('that is not used up says what is left', async () => {
    const script = scripted(200, 404, new Error('late'), new Response(), () => new Response(), always(503));
    await script.fetch(URL_OF_IT);
    expect(script.done).toThrow(
      '4 of 6 answers were not asked for: status 404, Error: late, a Response with status 200, a function.',
    );
  });

  it('does not play one Response twice, but clones it for all that follow', async () => {
    const response = new Response('once');
    const twice = scripted(response, response);
    await twice.fetch(URL_OF_IT);
    expect((await errorOf(twice.fetch(URL_OF_IT))).message).toContain('played once');

    const often = scripted(always(new Response('again')));
    for (let call = 0; call < 3; call += 1) {
      expect(await (await often.fetch(URL_OF_IT)).text()).toBe('again');
    }
    often.done();
  });
});

describe('an answer', () => {
  it('can take its time, by the timers everybody fakes', async () => {
    const { fetch } = scripted(delayed(5_000, 200));
    let status = 0;
    const call = fetch(URL_OF_IT).then((response) => {
      status = response.status;
    });
    await vi.advanceTimersByTimeAsync(4_999);
    expect(status).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    await call;
    expect(status).toBe(200);
  });

  it.each([
    ['that takes its time', delayed(60_000, 200)],
    ['that never comes', hang()],
  ])('%s ends when the request is aborted, and leaves no timer', async (_what, answer) => {
    const { fetch } = scripted(answer, answer);
    const controller = new AbortController();
    const reason = new Error('enough');
    const failure = expect(fetch(URL_OF_IT, { signal: controller.signal })).rejects.toBe(reason);
    await vi.advanceTimersByTimeAsync(1);
    controller.abort(reason);
    await failure;
    await expect(fetch(URL_OF_IT, { signal: controller.signal })).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('can break off', async () => {
    const { fetch } = scripted(() => brokenBody('half an or', { headers: { 'x-a': '1' } }));
    const response = await createClient({ fetch })(URL_OF_IT);
    const reader = response.body?.getReader();

    expect(response.headers.get('x-a')).toBe('1');
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('half an or');
    expect(await errorOf(Promise.resolve(reader?.read()))).toMatchObject({ code: 'network', attempts: 1 });
  });

  it('can stall', async () => {
    const { fetch } = scripted(stalledBody('half an or', { status: 201 }));
    const response = await createClient({ fetch, deadlineMs: 1_000 })(URL_OF_IT);
    const failure = errorOf(response.text());
    await vi.advanceTimersByTimeAsync(1_000);

    expect(response.status).toBe(201);
    expect(await failure).toMatchObject({ code: 'deadline' });
  });
});
