import { createClient } from 'my-client';
import { pass, type Remote, remote } from 'remote-world';
import { describe, expect, test } from 'vitest';

const url = 'https://menu.example.test';
const cache = { maxEntries: 100 };
/** After this no right client takes for fresh what was good for a minute. */
const aMinuteMs = 61_000;

const tea = { status: 200, tag: '"1"', text: 'tea' };
const milk = { status: 200, tag: '"2"', text: 'milk' };

describe('an old answer', () => {
  test('is asked for by its ETag, and after a 304 given again', async () => {
    const service = remote(url).answers(menu(tea));
    const client = createClient({ cache });

    for (const _ of ['new', 'old']) {
      expect(await read(client(url))).toEqual(tea);
      await pass(aMinuteMs);
    }
    expect(tagsSentTo(service)).toEqual([undefined, '"1"']);
  });

  test('is fresh again after a 304, for as long as that says', async () => {
    const service = remote(url).answers(menu(tea));
    const client = createClient({ cache });

    await read(client(url));
    await pass(aMinuteMs);
    service.answers({ status: 304, headers: { etag: '"1"', 'cache-control': 'max-age=600' } });
    await read(client(url));
    await pass(500_000);
    expect(await read(client(url))).toEqual(tea);
    expect(service.requests).toHaveLength(2);

    await pass(2 * aMinuteMs);
    await read(client(url));
    expect(service.requests).toHaveLength(3);
  });

  test('makes room for a new one, which is asked for by its own ETag', async () => {
    const service = remote(url).answers(menu(tea));
    const client = createClient({ cache });

    await read(client(url));
    service.answers(menu(milk));
    for (const _ of ['new', 'old']) {
      await pass(aMinuteMs);
      expect(await read(client(url))).toEqual(milk);
    }
    expect(tagsSentTo(service)).toEqual([undefined, '"1"', '"2"']);
  });

  test('is what no-cache makes of it at once', async () => {
    const service = remote(url).answers(menu(tea, 'no-cache, max-age=60'));
    const client = createClient({ cache });

    for (const _ of ['new', 'old', 'old']) expect(await read(client(url))).toEqual(tea);

    expect(tagsSentTo(service)).toEqual([undefined, '"1"', '"1"']);
  });
});

describe('a condition of the caller', () => {
  test.each(['if-none-match', 'if-modified-since'])(
    'such as %s is sent as it is, and hears what comes',
    async (name) => {
      const service = remote(url).answers(menu(tea));
      const client = createClient({ cache });

      expect(await read(client(url))).toEqual(tea);
      service.answers(304);
      expect(await read(client(url, { headers: { [name]: 'mine' } }))).toMatchObject({ status: 304 });
      expect(await read(client(url))).toEqual(tea);
      expect(service.requests.map(({ headers }) => headers[name])).toEqual([undefined, 'mine']);
    },
  );
});

describe('while the service is down', () => {
  const forTenMinutes = 'max-age=60, stale-if-error=600';
  const failures: [unknown, (service: Remote) => Remote][] = [
    [{ status: 503 }, (service) => service.answers(503)],
    [{ status: 500 }, (service) => service.answers(500)],
    [{ code: 'refused' }, (service) => service.down()],
    [{ code: 'timeout' }, (service) => service.slow(60_000)],
  ];

  test.each(failures)('an old answer is better than %j, for as long as it may be', async (failure, fail) => {
    const service = remote(url).answers(menu(tea, forTenMinutes));
    const client = createClient({ cache, attemptTimeoutMs: 1000 });
    await read(client(url));
    fail(service);

    await pass(600_000);
    expect(await read(client(url), 1200)).toEqual(tea);
    await pass(aMinuteMs);
    expect(await read(client(url), 1200)).toMatchObject({ ...Object(failure) });
  });

  test.each([
    'max-age=60',
    'no-cache, stale-if-error=600',
    'max-age=60, must-revalidate, stale-if-error=600',
  ])('it is not where the answer says %s', async (says) => {
    const service = remote(url).answers(menu(tea, says));
    const client = createClient({ cache });

    await read(client(url));
    await pass(aMinuteMs);
    service.answers(503);

    expect(await read(client(url))).toMatchObject({ status: 503 });
  });

  test('is nothing that a 404 says', async () => {
    const service = remote(url).answers(menu(tea, forTenMinutes));
    const client = createClient({ cache });

    await read(client(url));
    await pass(aMinuteMs);
    service.answers(404);

    expect(await read(client(url))).toMatchObject({ status: 404 });
  });
});

describe('the same question at the same time', () => {
  test('is asked once, and everybody reads all of the answer', async () => {
    const service = remote(url).answers(menu(tea)).slow(500);
    const client = createClient({ cache });

    const calls = [client(url), client(url), client(url)];

    for (const call of calls) expect(await read(call, 600)).toEqual(tea);
    expect(service.requests).toHaveLength(1);
  });

  test('is another one for another user, and none where somebody orders', async () => {
    const service = remote(url).answers(menu(tea)).slow(500);
    const client = createClient({ cache });

    const calls = ['alice', 'bob'].map((name) => client(url, { headers: { authorization: name } }));
    const orders = ['tea', 'tea'].map((body) => client(url, { method: 'POST', body }));
    for (const call of [...calls, ...orders]) await read(call, 600);

    expect(service.requests.map(({ headers }) => headers.authorization)).toContain('alice');
    expect(service.requests.map(({ headers }) => headers.authorization)).toContain('bob');
    expect(service.requests).toHaveLength(4);
  });

  test('is another one after a write', async () => {
    const service = remote(url).answers(menu(tea)).slow(500);
    const client = createClient({ cache });
    const before = client(url);
    await pass(10);
    service.steady();
    await read(client(url, { method: 'PUT', body: 'milk' }));
    service.answers(menu(milk));

    expect(await read(client(url))).toEqual(milk);
    await read(before, 600);
  });

  test('is asked again where it failed', async () => {
    const service = remote(url).down();
    const client = createClient({ cache });

    expect(await read(client(url))).toMatchObject({ code: 'refused' });
    service.answers(menu(tea));

    expect(await read(client(url))).toEqual(tea);
  });
});

describe('whoever leaves', () => {
  test.each([0, 1])('as number %i leaves at once, and leaves the others alone', async (number) => {
    remote(url).answers(menu(tea)).slow(500);
    const client = createClient({ cache });
    const callers = [new AbortController(), new AbortController()];

    const calls = callers.map(({ signal }) => client(url, { signal }));
    await pass(100);
    callers[number]?.abort('no time');

    expect(await read(calls[number])).toBe('no time');
    expect(await read(calls[1 - number], 1200)).toEqual(tea);
  });

  test('as the last one takes nobody along who comes in the same moment', async () => {
    remote(url).answers(menu(tea)).slow(500);
    const client = createClient({ cache });
    const caller = new AbortController();

    const early = client(url, { signal: caller.signal });
    await pass(100);
    caller.abort('no time');
    const late = client(url);

    expect(await read(early)).toBe('no time');
    expect(await read(late, 600)).toEqual(tea);
  });
});

/** A service that has this, and says 304 to whoever has it too. */
function menu({ tag, text }: typeof tea, says = 'max-age=60') {
  const headers = { 'cache-control': says, etag: tag };
  return ({ headers: { 'if-none-match': known = '' } }: { headers: Record<string, string> }) =>
    known.includes(tag) ? { status: 304, headers } : { headers, body: text };
}

function tagsSentTo(service: Remote): unknown[] {
  return service.requests.map(({ headers }) => headers['if-none-match']);
}

/** What has come of a call after this time: an answer, an error, or the caller's reason. */
async function read(call: Promise<Response> | undefined, ms = 10): Promise<unknown> {
  let result: unknown = 'still waiting';
  call
    ?.then(async (response) => {
      const text = await response.text();
      result = { status: response.status, tag: response.headers.get('etag'), text };
    })
    .catch((error) => {
      result = error;
    });
  await pass(ms);
  return result;
}
