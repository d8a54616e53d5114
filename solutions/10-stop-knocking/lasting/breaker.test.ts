import { type Client, type ClientOptions, createClient } from 'my-client';
import { pass, type Remote, remote } from 'remote-world';
import { describe, expect, test } from 'vitest';

const url = 'https://orders.example.test';
const breaker = { failuresInARow: 3, coolDownMs: 10_000 };
/** Up to a tenth longer is a cool-down too. */
const coolDownMs = 11_100;

describe('failures in a row', () => {
  test('of any kind open it: refused at once, nothing sent, and told when to come back', async () => {
    const service = remote(url).answers(502);
    const client = createClient({ breaker: { ...breaker, failuresInARow: 4 }, attemptTimeoutMs: 1000 });

    expect(await outcome(client(url))).toBe(502);
    service.down('reset');
    expect(await outcome(client(url))).toBe('network');
    service.down('refused');
    expect(await outcome(client(url))).toBe('refused');
    service.slow(60_000);
    expect(await outcome(client(url), 1200)).toBe('timeout');
    service.steady();

    const refusal = await client(url).catch((error) => error);
    expect(refusal).toMatchObject({ code: 'circuit-open' });
    expect(refusal.retryAfterMs).toBeGreaterThan(0);
    expect(refusal.retryAfterMs).toBeLessThanOrEqual(11_000);
    expect(service.requests).toHaveLength(4);
  });

  test('are ended by a success', async () => {
    const service = remote(url);
    const client = createClient({ breaker });

    for (let row = 1; row <= 2; row += 1) {
      service.down();
      for (const _call of [1, 2]) expect(await outcome(client(url))).toBe('refused');
      service.steady();
      expect(await outcome(client(url))).toBe(200);
    }
  });
});

describe('what does not count', () => {
  test('is a 404', async () => {
    remote(url).answers(404);
    const client = createClient({ breaker });

    for (let call = 1; call <= 4; call += 1) expect(await outcome(client(url))).toBe(404);
  });

  test('is a caller who leaves', async () => {
    const service = remote(url).slow(500);
    const client = createClient({ breaker });

    for (let call = 1; call <= 4; call += 1) await leave(client);

    service.steady();
    expect(await outcome(client(url))).toBe(200);
  });
});

describe('another origin', () => {
  test('is asked all the same; another path of the same is not', async () => {
    const { client } = await opened();
    const other = remote('https://stock.example.test');

    expect(await outcome(client(`${url}/orders/8`))).toBe('circuit-open');
    expect(await outcome(client(other.url))).toBe(200);
  });
});

describe('after the cool-down', () => {
  test('one probe goes through, and nobody else until it is back', async () => {
    const { service, client } = await opened();
    const before = service.requests.length;
    await pass(coolDownMs);
    service.slow(500);

    const calls = [client(url), client(url), client(url)].map((call) => outcome(call, 600));

    expect((await Promise.all(calls)).sort()).toEqual([200, 'circuit-open', 'circuit-open']);
    expect(service.requests).toHaveLength(before + 1);
  });

  test('a probe that fails opens it again, and one that succeeds closes it', async () => {
    const { service, client } = await opened();

    await pass(coolDownMs);
    service.down('timeout');
    expect(await outcome(client(url))).toBe('timeout');
    expect(await outcome(client(url))).toBe('circuit-open');

    await pass(coolDownMs);
    service.steady();
    expect(await outcome(client(url))).toBe(200);
    expect(await outcome(client(url))).toBe(200);
  });

  test('a probe whose caller leaves says nothing, and makes room for another', async () => {
    const { service, client } = await opened();
    await pass(coolDownMs);
    service.slow(500);

    await leave(client);

    service.down('timeout');
    expect(await outcome(client(url))).toBe('timeout');
    expect(await outcome(client(url))).toBe('circuit-open');
  });
});

describe('late news', () => {
  test('changes nothing: neither a success nor a failure that was sent before', async () => {
    const service = remote(url).slow(1000);
    const client = createClient({ breaker });
    const success = client(url);
    await pass(10);
    service.slow(9000).answers(503);
    const failures = [client(url), client(url)];
    await pass(10);
    await open(service, client);

    expect(await outcome(success, 1500)).toBe(200);
    expect(await outcome(client(url))).toBe('circuit-open');

    await pass(9000);
    expect(await Promise.all(failures.map((failure) => outcome(failure)))).toEqual([503, 503]);
    await pass(1000);
    service.answers(200);
    expect(await outcome(client(url))).toBe(200);
  });
});

describe('with retries', () => {
  test('an open circuit ends the retrying', async () => {
    const { service, client } = await opened({
      retry: { retries: 5, firstWaitMs: 1000, longestWaitMs: 1000 },
    });
    const before = service.requests.length;

    expect(await outcome(client(url))).toBe('circuit-open');
    expect(service.requests).toHaveLength(before);
  });
});

/** A client whose circuit has just opened, and the service, well again. */
async function opened(options: ClientOptions = {}) {
  const service = remote(url);
  const client = createClient({ ...options, breaker });
  await open(service, client);
  return { service, client };
}

/** Fails more often and in more ways than must be, so that no test but the first asks which of them count. */
async function open(service: Remote, client: Client): Promise<void> {
  for (const failing of [() => service.down(), () => service.answers(503), () => service.down('reset')]) {
    failing();
    // A POST is never tried again.
    for (const _call of [1, 2, 3, 4]) await outcome(client(url, { method: 'POST' }));
  }
  service.steady().answers(200);
}

/** The service takes longer than the caller stays. */
async function leave(client: Client): Promise<void> {
  const caller = new AbortController();
  const call = client(url, { signal: caller.signal });
  await pass(100);
  caller.abort('no time');
  expect(await outcome(call)).toBe('no time');
}

/** What has come of a call after this time: a status, or the code of an error, or the caller's reason. */
async function outcome(call: Promise<Response>, ms = 10): Promise<unknown> {
  let result: unknown = 'still waiting';
  call.then(
    ({ status }) => {
      result = status;
    },
    (error) => {
      result = error.code ?? error;
    },
  );
  await pass(ms);
  return result;
}
