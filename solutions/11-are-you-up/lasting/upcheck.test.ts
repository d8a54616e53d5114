import { type Client, createClient, explain, explainTo, requestScope } from 'my-client';
import { pass, remote } from 'remote-world';
import { describe, expect, test } from 'vitest';

const url = 'https://mail.example.test';
const upcheck = { path: '/up', timeoutMs: 300 };
const breaker = { failuresInARow: 3, coolDownMs: 10_000 };

describe('up', () => {
  test("is a 2xx at the client's own address, asked with its own headers", async () => {
    const service = remote(`${url}/v1`).answers(204);
    const client = createClient({ baseUrl: service.url, headers: { authorization: 'secret' }, upcheck });

    expect(await ask(client)).toBe('up');
    expect(service.requests).toMatchObject([{ url: `${url}/v1/up`, headers: { authorization: 'secret' } }]);
  });

  test('is nothing else: a redirect, another status and no answer are down, and no error', async () => {
    const service = remote(url).answers(404);
    const login = remote('https://login.example.test');
    const client = createClient({ baseUrl: url, upcheck });

    expect(await ask(client)).toBe('down');
    service.redirects(login.url);
    expect(await ask(client)).toBe('down');
    service.down('reset');
    expect(await ask(client)).toBe('down');
  });
});

describe('its own time', () => {
  test('is all that it waits, however long an attempt may take', async () => {
    remote(url).slow(5000);
    const client = createClient({ baseUrl: url, attemptTimeoutMs: 10_000, deadlineMs: 20_000, upcheck });

    expect(await ask(client, 350)).toBe('down');
  });
});

describe('the retry', () => {
  test('has no part in it', async () => {
    const service = remote(url).answers(503);
    const retry = { retries: 3, firstWaitMs: 100, longestWaitMs: 100 };
    const client = createClient({ baseUrl: url, retry, upcheck: { ...upcheck, timeoutMs: 5000 } });

    expect(await ask(client, 5600)).toBe('down');
    expect(service.requests).toHaveLength(1);
  });
});

describe('the circuit', () => {
  test('is not opened by it', async () => {
    const service = remote(url).down();
    const client = createClient({ baseUrl: url, breaker, upcheck });

    for (let asked = 1; asked <= 4; asked += 1) expect(await ask(client)).toBe('down');

    service.steady();
    expect((await client('/letters')).status).toBe(200);
  });
});

describe('an open circuit', () => {
  test('is an answer: down, and nothing is sent until it has cooled down', async () => {
    const service = remote(url).answers(503);
    const client = createClient({ baseUrl: url, breaker, upcheck });
    for (let call = 1; call <= 3; call += 1) expect((await client('/letters')).status).toBe(503);
    service.answers(200);

    expect(await ask(client)).toBe('circuit-open');
    expect(service.requests).toHaveLength(3);

    await pass(11_100);
    expect(await ask(client)).toBe('up');
  });
});

describe('a web request', () => {
  test('asks once, however many ask, at once and later', async () => {
    const service = remote(url).slow(100);
    const client = createClient({ baseUrl: url, upcheck });

    await requestScope(async () => {
      const together = [ask(client, 200), ask(client, 200)];
      expect(await Promise.all(together)).toEqual(['up', 'up']);
      service.down();
      await pass(5000);
      expect(await ask(client)).toBe('up');
    });
    expect(service.requests).toHaveLength(1);
  });

  test('asks each of its services', async () => {
    remote(url);
    remote('https://stock.example.test').down();
    const mail = createClient({ baseUrl: url, upcheck });
    const stock = createClient({ baseUrl: 'https://stock.example.test', upcheck });

    expect(await requestScope(async () => [await ask(mail), await ask(stock)])).toEqual(['up', 'down']);
  });

  test('knows nothing of the one before', async () => {
    const service = remote(url).down();
    const client = createClient({ baseUrl: url, upcheck });

    expect(await requestScope(() => ask(client))).toBe('down');
    service.steady();
    expect(await requestScope(() => ask(client))).toBe('up');
  });
});

describe('what a user is told', () => {
  test('names the feature and nothing of ours, with a status that says whose trouble it is', async () => {
    const service = remote(`${url}/internal`).down();
    const client = createClient({ baseUrl: service.url, upcheck });
    const { trouble } = await client.upcheck();
    const refused = await client('/letters').catch((error) => error);
    const mistake = new TypeError('mail.example.test/internal is not a function');

    for (const [error, status] of [
      [trouble, 503],
      [refused, 503],
      [mistake, 500],
    ]) {
      const explanation = explain(error, { feature: 'your letters' });
      expect(explanation.status).toBe(status);
      expect(explanation.sentence).toContain('your letters');
      const page = await explainTo(asked, error, { feature: 'your letters' }).text();
      expect(explanation.sentence + page).not.toMatch(/mail\.example|internal/);
    }
  });
});

describe('the page', () => {
  test('is the feature, or "please try later" with the status of an outage', async () => {
    const service = remote(url);
    const client = createClient({ baseUrl: url, upcheck });

    expect(await (await letters(client)).text()).toBe('letters');

    service.down();
    const answer = await letters(client);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('your letters');
  });

  test('says in seconds when to come back, and not too early', async () => {
    remote(url).down();
    const client = createClient({ baseUrl: url, breaker: { failuresInARow: 1, coolDownMs: 9500 } });
    await client('/letters').catch(() => undefined);
    const refusal = await client('/letters').catch((error) => error);

    const answer = explainTo(asked, refusal, { feature: 'your letters' });

    const seconds = Number(answer.headers.get('retry-after'));
    expect(answer.status).toBe(503);
    expect(seconds).toBeGreaterThanOrEqual(refusal.retryAfterMs / 1000);
    expect(seconds).toBeLessThanOrEqual(12);
  });
});

const asked = new Request('https://shop.example.test/letters', { headers: { accept: 'text/html' } });

/** The feature, where its service is up. */
async function letters(client: Client): Promise<Response> {
  const { trouble } = await client.upcheck();
  if (trouble !== undefined) return explainTo(asked, trouble, { feature: 'your letters' });
  return new Response('letters');
}

/** What an upcheck has said after this time. */
async function ask(client: Client, ms = 10): Promise<string> {
  let answer = 'still waiting';
  client.upcheck().then(
    ({ isUp, trouble }) => {
      const reason = trouble?.code === 'circuit-open' ? 'circuit-open' : 'down';
      answer = isUp ? 'up' : reason;
    },
    () => {
      answer = 'an error';
    },
  );
  await pass(ms);
  return answer;
}
