import { describe, expect, it, vi } from 'vitest';
import {
  type CallEvent,
  type ClientOptions,
  createBreaker,
  createClient,
  explain,
  requestScope,
  type UpcheckOptions,
} from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { fetchFailed, type Step, scripted } from '../test-support/scripted.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';

useFakeTime();

const baseUrl = 'https://mail.example.com/v1';

/** Each question is sent, unless a test says otherwise. */
function mailOf(steps: readonly Step[], options: ClientOptions = {}) {
  const script = scripted(...steps);
  const upcheck: UpcheckOptions = { path: '/up', validForMs: 0 };
  const mail = createClient({ baseUrl, fetch: script.fetch, retry: false, upcheck, ...options });
  const events: CallEvent[] = [];
  mail.on('*', (event) => events.push(event));
  return { mail, sent: script.sent, events };
}

function answerOf(status: number): Response {
  return new Response(null, { status });
}

/** One answer for upchecks, another for calls; both can be changed. */
function answering(steps: { up: number | 'silence'; call: number | 'silence' }): Step {
  return async ({ url }) => {
    const step = steps[url.endsWith('/up') ? 'up' : 'call'];
    return step === 'silence' ? new Promise<Response>(() => {}) : answerOf(step);
  };
}

async function settled<T>(work: Promise<T>, ms = 0): Promise<T> {
  work.catch(() => {});
  await vi.advanceTimersByTimeAsync(ms);
  return work;
}

const status = (call: Promise<Response>) =>
  call.then(
    (response) => response.status,
    (error: { code: string }) => error.code,
  );

describe('a service is up', () => {
  it.each([200, 204, 299])('if it answers %d', async (code) => {
    const { mail, sent } = mailOf([code]);
    expect(await mail.isUp()).toBe(true);
    expect(await mail.upcheck()).toEqual({ isUp: true, trouble: undefined });
    expect(sent[0]).toMatchObject({ method: 'GET', url: 'https://mail.example.com/v1/up', body: '' });
  });

  it('and is asked in the way the options say', async () => {
    const { mail, sent } = mailOf([200], {
      upcheck: { path: 'https://mail.example.com/health', method: 'HEAD' },
      headers: { authorization: 'Bearer t' },
    });
    expect(await mail.isUp()).toBe(true);
    expect(sent).toMatchObject([{ method: 'HEAD', url: 'https://mail.example.com/health' }]);
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer t');
    expect(sent[0]?.headers.get('cache-control')).toBe('no-cache');
  });
});

describe('a service is not up', () => {
  it.each([301, 302, 304, 400, 401, 404, 429, 500, 503])('if it answers %d', async (code) => {
    const { mail, sent } = mailOf([code]);
    expect(await mail.isUp()).toBe(false);
    expect(sent).toHaveLength(1);
  });

  it('if somebody else answers for it', async () => {
    const elsewhere = new Response(null, {
      status: 302,
      headers: { location: 'https://sorry.example.com/' },
    });
    const { mail, sent } = mailOf([elsewhere, 200]);
    expect(await mail.isUp()).toBe(false);
    expect(sent).toHaveLength(1);
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'CERT_HAS_EXPIRED'])(
    'if there is no answer: %s',
    async (code) => {
      const { mail, sent } = mailOf([fetchFailed(code)], { retry: { retries: 3 } });
      expect(await mail.isUp()).toBe(false);
      expect(sent).toHaveLength(1);
    },
  );

  it('if its answer takes longer than half a second, or than it may', async () => {
    const { mail, sent } = mailOf(['silence']);
    const asked = mail.isUp();
    let answer: boolean | undefined;
    void asked.then((isUp) => {
      answer = isUp;
    });
    await vi.advanceTimersByTimeAsync(499);
    expect(answer).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(answer).toBe(false);
    expect(sent[0]?.signal.aborted).toBe(true);

    const hasty = mail.with({ upcheck: { path: 'up', timeoutMs: 20 } });
    expect(await settled(hasty.isUp(), 20)).toBe(false);
  });

  it('even if a layer of our own fails', async () => {
    const { mail } = mailOf([200], {
      layers: [{ name: 'token', wrap: () => () => Promise.reject(new RangeError('no token')) }],
    });
    expect(await mail.isUp()).toBe(false);
  });
});

describe('an upcheck', () => {
  it('lets go of what it does not read', async () => {
    const cancel = vi.fn();
    const { mail } = mailOf([() => new Response(new ReadableStream({ cancel }))]);
    await mail.isUp();
    expect(cancel).toHaveBeenCalledOnce();
  });

  it('leaves no timer behind', async () => {
    const { mail } = mailOf([200]);
    await mail.isUp();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has no part in the deadline of calls', async () => {
    const slow: Step = () => new Promise((resolve) => setTimeout(() => resolve(new Response('')), 200));
    const { mail } = mailOf([slow], { deadlineMs: 100, attemptTimeoutMs: 100 });
    expect(await settled(mail.isUp(), 200)).toBe(true);
  });

  it('takes nothing from the retry budget, and spends none', async () => {
    const { mail, sent } = mailOf([answering({ up: 200, call: 500 })], {
      retry: { retries: 1, firstWaitMs: 0, budget: { share: 0.01, floor: 1 } },
      breaker: false,
    });
    for (let asked = 0; asked < 300; asked += 1) await mail.isUp();
    await settled(mail('a'), 10);
    await settled(mail('b'), 10);
    expect(sent.filter(({ url }) => !url.endsWith('/up'))).toHaveLength(3);
  });

  it('passes the layers that stand next to the transport', async () => {
    const { mail, sent } = mailOf([200], {
      layers: [
        {
          name: 'signed',
          wrap: (next) => (call) => {
            const headers = new Headers(call.headers);
            headers.set('signature', 's');
            return next(call.with({ headers }));
          },
        },
      ],
    });
    await mail.isUp();
    expect(sent[0]?.headers.get('signature')).toBe('s');
  });
});

describe('whoever asks', () => {
  it('shares the request with all who ask at the same time', async () => {
    const { mail, sent } = mailOf([async () => new Response('', { status: 200 })]);
    const other = mail.with({ route: '/letters' });
    const asked = [mail.isUp(), other.isUp(), mail.upcheck().then(({ isUp }) => isUp)];
    expect(await settled(Promise.all(asked))).toEqual([true, true, true]);
    expect(sent).toHaveLength(1);
    await mail.isUp();
    expect(sent).toHaveLength(2);
  });

  it('is given the answer of a moment ago, for one second', async () => {
    const { mail, sent } = mailOf([200, 503], { upcheck: '/up' });
    expect(await mail.isUp()).toBe(true);
    await vi.advanceTimersByTimeAsync(999);
    expect(await mail.isUp()).toBe(true);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await mail.isUp()).toBe(false);
    expect(await mail.isUp()).toBe(false);
    expect(sent).toHaveLength(2);
  });

  it('asks anew where it asks otherwise', async () => {
    const { mail, sent } = mailOf([200], { upcheck: '/up' });
    await mail.isUp();
    await mail.with({ upcheck: '/other' }).isUp();
    await mail.with({ upcheck: { path: '/up', validForMs: 0 } }).isUp();
    expect(sent.map(({ url }) => url)).toEqual([`${baseUrl}/up`, `${baseUrl}/other`, `${baseUrl}/up`]);
  });

  it('does not fill the memory with what it asks', async () => {
    const { mail, sent } = mailOf([200]);
    const ask = (path: string) => mail.with({ upcheck: { path, validForMs: 60_000 } }).isUp();
    for (let service = 0; service <= 1_000; service += 1) await ask(`/up/${service}`);
    await ask('/up/1000');
    expect(sent).toHaveLength(1_001);
    await ask('/up/0');
    expect(sent).toHaveLength(1_002);
  });

  it('sends its own headers, and not those of whoever asked before', async () => {
    const { mail, sent } = mailOf([200]);
    await mail.with({ headers: { authorization: 'Bearer alice' } }).isUp();
    await mail.with({ headers: { authorization: 'Bearer bob' } }).isUp();
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer alice', 'Bearer bob']);
  });

  it('may leave, and the others get their answer', async () => {
    const { mail, sent } = mailOf([
      () => new Promise((resolve) => setTimeout(() => resolve(new Response('')), 100)),
    ]);
    const controller = new AbortController();
    const leaving = mail.isUp({ signal: controller.signal });
    const staying = mail.isUp();
    await vi.advanceTimersByTimeAsync(50);
    controller.abort('enough');
    await expect(leaving).rejects.toBe('enough');
    expect(await settled(staying, 50)).toBe(true);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.signal.aborted).toBe(false);
  });

  it('that has left already asks nothing', async () => {
    const { mail, sent } = mailOf([200]);
    await expect(mail.isUp({ signal: AbortSignal.abort('gone') })).rejects.toBe('gone');
    expect(sent).toHaveLength(0);
  });

  it('leaves nothing on a signal that lives long', async () => {
    const { mail } = mailOf([200]);
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, 'addEventListener');
    const remove = vi.spyOn(signal, 'removeEventListener');
    await mail.isUp({ signal });
    await vi.advanceTimersByTimeAsync(0);
    expect(remove).toHaveBeenCalledTimes(add.mock.calls.length);
  });
});

describe('within a web request', () => {
  it('a service is asked once, however long the request takes', async () => {
    const { mail, sent } = mailOf([200, 503]);
    const page = async () => {
      const first = await Promise.all([mail.isUp(), mail.isUp()]);
      await vi.advanceTimersByTimeAsync(60_000);
      return [...first, await mail.with({ route: '/r' }).isUp(), await requestScope(() => mail.isUp())];
    };
    expect(await requestScope(page)).toEqual([true, true, true, true]);
    expect(sent).toHaveLength(1);
    expect(await requestScope(() => mail.isUp())).toBe(false);
    expect(sent).toHaveLength(2);
  });

  it('each service is asked by itself', async () => {
    const { mail, sent } = mailOf([200]);
    const other = createClient({
      baseUrl: 'https://maps.example.com',
      fetch: async () => new Response('', { status: 500 }),
      upcheck: '/up',
    });
    expect(await requestScope(async () => [await mail.isUp(), await other.isUp()])).toEqual([true, false]);
    expect(sent).toHaveLength(1);
  });

  it('two requests at the same time share one upcheck, and each keeps its answer', async () => {
    const { mail, sent } = mailOf([200, 503]);
    const page = async () => {
      const first = await mail.isUp();
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      return [first, await mail.isUp()];
    };
    const pages = Promise.all([requestScope(page), requestScope(page)]);
    expect(await settled(pages, 5_000)).toEqual([
      [true, true],
      [true, true],
    ]);
    expect(sent).toHaveLength(1);
  });

  it('an asker that leaves does not make the next one ask again', async () => {
    const { mail, sent } = mailOf([
      () => new Promise((resolve) => setTimeout(() => resolve(new Response('')), 100)),
    ]);
    const page = async () => {
      const controller = new AbortController();
      const leaving = mail.isUp({ signal: controller.signal });
      controller.abort('enough');
      await expect(leaving).rejects.toBe('enough');
      return mail.isUp();
    };
    expect(await settled(requestScope(page), 100)).toBe(true);
    expect(sent).toHaveLength(1);
  });

  it('what `work` returns comes back as it is', () => {
    expect(requestScope(() => 7)).toBe(7);
  });
});

describe('with the circuit', () => {
  const OPENED: ClientOptions = { breaker: { failuresInARow: 1, coolDownMs: 10_000 } };

  /** Opened by one call. */
  async function opened(up: number | 'silence', options: ClientOptions = {}) {
    const steps: Parameters<typeof answering>[0] = { up, call: 503 };
    const it = mailOf([answering(steps)], { ...OPENED, ...options });
    await it.mail('letters');
    expect(it.mail.health().state).toBe('open');
    const upchecks = () => it.sent.filter(({ url }) => url.endsWith('/up')).length;
    const calls = () => it.sent.length - upchecks();
    return { ...it, steps, upchecks, calls };
  }

  it('open: down, and not asked', async () => {
    const { mail, upchecks } = await opened(200);
    await vi.advanceTimersByTimeAsync(4_000);
    const { isUp, trouble } = await mail.upcheck();
    expect(isUp).toBe(false);
    expect(trouble).toMatchObject({ code: 'circuit-open', retryAfterMs: 6_000, attempts: 0 });
    expect(upchecks()).toBe(0);
  });

  it('open, whatever was found a moment ago or in the same web request', async () => {
    const { mail, sent } = mailOf([answering({ up: 200, call: 503 })], { ...OPENED, upcheck: '/up' });
    const page = async () => {
      const before = await mail.isUp();
      await mail('letters');
      return [before, await mail.isUp()];
    };
    expect(await requestScope(page)).toEqual([true, false]);
    expect(sent).toHaveLength(2);
  });

  it('cooled down: one upcheck, however many ask; a good one makes way, and only a call closes', async () => {
    const { mail, upchecks, steps, events } = await opened(200);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await Promise.all([mail.isUp(), mail.isUp(), mail.isUp()])).toEqual([true, true, true]);
    expect(upchecks()).toBe(1);
    expect(mail.health().state).toBe('half-open');
    for (let asked = 0; asked < 10; asked += 1) expect(await mail.isUp()).toBe(true);
    expect(mail.health().state).toBe('half-open');

    steps.call = 200;
    await mail('letters');
    expect(mail.health().state).toBe('closed');
    expect(events.map(({ kind }) => kind).filter((kind) => kind.startsWith('circuit'))).toEqual([
      'circuit-opened',
      'circuit-half-open',
      'circuit-closed',
    ]);
  });

  it('cooled down: a bad one leaves it open, each time for longer', async () => {
    const { mail, upchecks, steps } = await opened(503);
    for (const nextMs of [20_000, 40_000, 80_000, 160_000, 300_000, 300_000]) {
      await vi.advanceTimersByTimeAsync(
        mail.health().retryAtMs === undefined ? 0 : (mail.health().retryAtMs ?? 0) - Date.now(),
      );
      const before = upchecks();
      const { trouble } = await mail.upcheck();
      expect(trouble).toMatchObject({ code: 'down', retryAfterMs: nextMs });
      expect(await mail.isUp()).toBe(false);
      expect(upchecks()).toBe(before + 1);
    }
    steps.up = 200;
    steps.call = 200;
    await vi.advanceTimersByTimeAsync(300_000);
    expect(await mail.isUp()).toBe(true);
    expect(await status(mail('letters'))).toBe(200);
    expect(mail.health().state).toBe('closed');
  });

  it('cooled down: what is known from before the outage is not the answer', async () => {
    const { mail, upchecks } = await opened(200, {
      breaker: { failuresInARow: 1, coolDownMs: 100 },
      upcheck: { path: '/up', validForMs: 60_000 },
    });
    await vi.advanceTimersByTimeAsync(100);
    expect(await mail.isUp()).toBe(true);
    expect(upchecks()).toBe(1);
  });

  it('cooled down again: what was found after the first time is not the answer either', async () => {
    const { mail, upchecks, steps } = await opened(503, {
      breaker: { failuresInARow: 1, coolDownMs: 100 },
      upcheck: { path: '/up', validForMs: 60_000 },
    });
    await vi.advanceTimersByTimeAsync(100);
    expect(await mail.isUp()).toBe(false);
    steps.up = 200;
    await vi.advanceTimersByTimeAsync(200);
    expect(await mail.isUp()).toBe(true);
    expect(upchecks()).toBe(2);
  });

  it('cooled down, and the answer says nothing to the circuit: it goes for its time all the same', async () => {
    const { mail, upchecks } = await opened(404, { upcheck: '/up' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect([await mail.isUp(), await mail.isUp()]).toEqual([false, false]);
    expect(upchecks()).toBe(1);
  });

  it('within a web request, a no that came without asking is not kept', async () => {
    const { mail, upchecks } = await opened(200);
    const page = async () => {
      const first = await mail.isUp();
      await vi.advanceTimersByTimeAsync(10_000);
      return [first, await mail.isUp(), await mail.isUp()];
    };
    expect(await requestScope(page)).toEqual([false, true, true]);
    expect(upchecks()).toBe(1);
  });

  it('half open: a bad one opens it again, so that nobody runs into it', async () => {
    const { mail, steps, events } = await opened(200);
    await vi.advanceTimersByTimeAsync(10_000);
    await mail.isUp();
    steps.up = 'silence';
    expect(await settled(mail.isUp(), 500)).toBe(false);
    expect(mail.health()).toMatchObject({ state: 'open' });
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'circuit-opened',
        reason: 'upcheck-failed',
        outcome: 'timeout',
        coolDownMs: 20_000,
      }),
    );
  });

  it('half open, and calls are finding out already: down, and not asked', async () => {
    const { mail, upchecks, steps } = await opened(200, {
      breaker: { failuresInARow: 1, coolDownMs: 10_000, probes: 1 },
    });
    await vi.advanceTimersByTimeAsync(10_000);
    await mail.isUp();
    steps.call = 'silence';
    status(mail('letters'));
    await vi.advanceTimersByTimeAsync(0);
    const { trouble } = await mail.upcheck();
    expect(trouble).toMatchObject({ code: 'circuit-open', retryAfterMs: 10_000 });
    expect(upchecks()).toBe(1);
  });

  it('closed: bad upchecks do not open it, and good ones do not hide what fails', async () => {
    const { mail, sent } = mailOf([answering({ up: 503, call: 200 })], OPENED);
    for (let asked = 0; asked < 30; asked += 1) await mail.isUp();
    expect(mail.health()).toMatchObject({ state: 'closed', calls: 0 });
    expect(await status(mail('letters'))).toBe(200);

    const other = mailOf([answering({ up: 200, call: 503 })], { breaker: { failuresInARow: 3 } });
    for (let call = 0; call < 3; call += 1) {
      await other.mail.isUp();
      await other.mail('letters');
    }
    expect(other.mail.health().state).toBe('open');
    expect(sent).toHaveLength(31);
  });

  it.each([404, 401, 302, 429])('a %d says no, and does not keep a circuit open', async (code) => {
    const { mail, steps } = await opened(code);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await mail.isUp()).toBe(false);
    steps.call = 200;
    expect(await status(mail('letters'))).toBe(200);
    expect(mail.health().state).toBe('closed');
  });

  it('a call that comes after the cool-down is preceded by an upcheck, and not sent after a bad one', async () => {
    const { mail, steps, upchecks, calls } = await opened(503);
    await vi.advanceTimersByTimeAsync(10_000);
    const refused = await Promise.all([status(mail('a')), status(mail('b')), mail.isUp()]);
    expect(refused).toEqual(['circuit-open', 'circuit-open', false]);
    expect([upchecks(), calls()]).toEqual([1, 1]);

    steps.up = 200;
    steps.call = 200;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await Promise.all([status(mail('a')), status(mail('b'))])).toEqual([200, 200]);
    expect([upchecks(), calls()]).toEqual([2, 3]);
    expect(mail.health().state).toBe('closed');
  });

  it('a call that waits for an upcheck obeys its caller and its deadline', async () => {
    const { mail, calls } = await opened('silence');
    await vi.advanceTimersByTimeAsync(10_000);
    const controller = new AbortController();
    const call = mail('letters', { signal: controller.signal });
    const late = status(mail.with({ deadlineMs: 200, attemptTimeoutMs: 200 })('letters'));
    await vi.advanceTimersByTimeAsync(100);
    controller.abort('enough');
    await expect(call).rejects.toBe('enough');
    expect(await settled(late, 100)).toBe('deadline');
    expect(calls()).toBe(1);
  });

  it('calls to other services do not wait for it', async () => {
    const { mail, upchecks } = await opened('silence');
    await mail('https://maps.example.com/');
    await vi.advanceTimersByTimeAsync(10_000);
    await status(mail('https://maps.example.com/'));
    expect(upchecks()).toBe(0);
  });

  it('one that never answers ends by its own timeout, and the next is sent', async () => {
    const { mail, upchecks, steps } = await opened('silence');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await settled(mail.isUp(), 500)).toBe(false);
    steps.up = 200;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await mail.isUp()).toBe(true);
    expect(upchecks()).toBe(2);
  });

  it('late news is no news: a call that closed it is not undone by an upcheck that began before', async () => {
    const circuits = createBreaker({ failuresInARow: 1, coolDownMs: 10_000 });
    const { mail, steps } = await opened('silence', { breaker: circuits });
    const plain = createClient({ baseUrl, fetch: async () => new Response('well'), breaker: circuits });
    await vi.advanceTimersByTimeAsync(10_000);
    steps.call = 200;
    const asked = mail.isUp();
    await plain('letters');
    expect(circuits.health(baseUrl).state).toBe('closed');
    expect(await settled(asked, 500)).toBe(false);
    expect(circuits.health(baseUrl).state).toBe('closed');
  });

  it('clients that share a breaker send one upcheck between them', async () => {
    const circuits = createBreaker({ failuresInARow: 1, coolDownMs: 10_000 });
    const first = await opened('silence', { breaker: circuits });
    const second = mailOf([200], { breaker: circuits });
    await vi.advanceTimersByTimeAsync(10_000);
    const asked = first.mail.isUp();
    const { trouble } = await second.mail.upcheck();
    expect(trouble).toMatchObject({ code: 'down', retryAfterMs: 500 });
    expect(second.sent).toHaveLength(0);
    await settled(asked, 500);
  });

  it('a question that is put wrongly leaves the place to the next', async () => {
    const circuits = createBreaker({ failuresInARow: 1, coolDownMs: 10_000, groupOf: () => 'mail' });
    const { mail, upchecks } = await opened(200, { breaker: circuits });
    const wrong = mail.with({ upcheck: 'http://mail.example.com/up' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await errorOf(wrong.isUp())).code).toBe('https-required');
    expect(await mail.isUp()).toBe(true);
    expect(upchecks()).toBe(1);
  });

  it('isolated by hand: down, and nobody knows until when', async () => {
    const circuits = createBreaker({ shadow: true });
    const { mail, sent } = mailOf([200], { breaker: circuits });
    circuits.isolate(baseUrl);
    const { trouble } = await mail.upcheck();
    expect(trouble).toMatchObject({ code: 'circuit-open' });
    expect(trouble?.retryAfterMs).toBeUndefined();
    circuits.reset(baseUrl);
    expect(await mail.isUp()).toBe(true);
    expect(sent).toHaveLength(1);
  });

  it('in shadow: asked, whatever the circuit thinks', async () => {
    const { mail, upchecks } = await opened(200, { breaker: { failuresInARow: 1, shadow: true } });
    expect(await mail.isUp()).toBe(true);
    expect(upchecks()).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await status(mail('letters'))).toBe(503);
    expect(upchecks()).toBe(1);
  });

  it('none: asked all the same', async () => {
    const { mail } = mailOf([200, 503], { breaker: false });
    expect([await mail.isUp(), await mail.isUp()]).toEqual([true, false]);
  });
});

describe('what is told', () => {
  it('an event for each upcheck that was sent, and none of a call', async () => {
    const slow: Step = () =>
      new Promise((resolve) => setTimeout(() => resolve(new Response('', { status: 503 })), 30));
    const { mail, events } = mailOf([slow], { route: 'mail' });
    await settled(Promise.all([mail.isUp(), mail.isUp()]), 30);
    expect(events).toEqual([
      {
        kind: 'upcheck-ended',
        callId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        method: 'GET',
        origin: 'https://mail.example.com',
        path: '/v1/up',
        route: 'mail',
        isUp: false,
        outcome: 503,
        durationMs: 30,
      },
    ]);
  });

  it('the trouble names what came instead, and no secret', async () => {
    const { mail } = mailOf([fetchFailed('ECONNREFUSED')], { upcheck: '/up?key=hush' });
    const { trouble } = await mail.upcheck();
    expect(trouble).toMatchObject({
      code: 'down',
      isRetryable: true,
      attempts: 1,
      cause: { code: 'refused' },
    });
    expect(trouble?.message).toBe(
      'GET https://mail.example.com/v1/up: down, since there was no answer (refused).',
    );
    expect(JSON.stringify(mail.describe().upcheck)).not.toContain('hush');
  });

  it('the user reads that it is down, and when to come back', async () => {
    const busy = new Response('', { status: 503, headers: { 'retry-after': '120' } });
    const { mail } = mailOf([busy]);
    const { trouble } = await mail.upcheck();
    expect(explain(trouble, { feature: 'your mail' })).toMatchObject({
      matter: 'unavailable',
      status: 503,
      retryAfterMs: 120_000,
      sentence: expect.stringContaining('We cannot reach your mail just now.'),
    });
  });

  it('of a certificate that does not hold, that it will not pass by itself', async () => {
    const { mail } = mailOf([fetchFailed('CERT_HAS_EXPIRED')]);
    const { trouble } = await mail.upcheck();
    expect(explain(trouble)).toMatchObject({ matter: 'broken', mayPass: false });
  });

  it('describe() says what is asked', () => {
    expect(mailOf([], { upcheck: '/up' }).mail.describe().upcheck).toEqual({
      url: 'https://mail.example.com/v1/up',
      method: 'GET',
      timeoutMs: 500,
      validForMs: 1_000,
    });
    expect(createClient().describe().upcheck).toBeUndefined();
  });
});

describe('a question that is put wrongly', () => {
  it('is an error, with the cure', async () => {
    const error = await errorOf(createClient({ baseUrl }).isUp());
    expect(error.code).toBe('options');
    expect(error.message).toMatch(/no upcheck option.*upcheck: '\/up'/);
  });

  it('is one after close()', async () => {
    const { mail } = mailOf([200]);
    mail.close();
    expect((await errorOf(mail.isUp())).code).toBe('options');
  });

  it('is one without https, also within a web request', async () => {
    const { mail, sent } = mailOf([200], { baseUrl: 'http://mail.example.com' });
    const page = async () => [await errorOf(mail.isUp()), await errorOf(mail.isUp())];
    expect((await requestScope(page)).map(({ code }) => code)).toEqual(['https-required', 'https-required']);
    expect(sent).toHaveLength(0);
  });

  it('is not held against a client that asks rightly, in the same web request', async () => {
    const { mail } = mailOf([200], { baseUrl: 'http://localhost' });
    const page = async () => {
      const { code } = await errorOf(mail.isUp());
      return [code, await mail.with({ allowHttp: 'loopback' }).isUp()];
    };
    expect(await requestScope(page)).toEqual(['https-required', true]);
  });

  it.each<[unknown, RegExp]>([
    [true, /upcheck can be false, a path such as '\/up'/],
    ['', /upcheck\.path is "".*such as '\/up'/],
    [{}, /upcheck\.path is undefined/],
    [{ path: '/up', method: 'POST' }, /upcheck\.method is "POST".*'HEAD'/],
    [{ path: '/up', timeoutMs: 0 }, /upcheck\.timeoutMs is 0.*above 0/],
    [{ path: '/up', timeoutMs: false }, /upcheck\.timeoutMs is false/],
    [{ path: '/up', validForMs: -1 }, /upcheck\.validForMs is -1.*0 or more/],
    [{ url: '/up' }, /no option upcheck\.url.*path/],
    ['../up', /leaves the client's baseUrl/],
  ])('throws at once: %j', (upcheck, message) => {
    const options: ClientOptions = { baseUrl };
    Object.assign(options, { upcheck });
    expect(() => createClient(options)).toThrow(message);
  });

  it('throws where there is no such way to ask', async () => {
    const how: { signal?: AbortSignal } = {};
    Object.assign(how, { timeoutMs: 3 });
    expect((await errorOf(mailOf([200]).mail.isUp(how))).message).toMatch(/no option timeoutMs.*signal/);
  });
});
