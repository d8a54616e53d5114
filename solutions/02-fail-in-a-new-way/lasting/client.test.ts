import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { describe, expect, test } from 'vitest';

const url = 'https://orders.example.test';

describe('where there is an answer', () => {
  test.each([200, 404, 503])('%i is one', async (status) => {
    remote(url).answers({ status, body: 'said' });

    const response = await createClient()(url);

    expect(response.status).toBe(status);
    expect(await response.text()).toBe('said');
  });
});

describe('where there is no answer', () => {
  test.each([
    ['refused', 'refused', 'ECONNREFUSED'],
    ['timeout', 'timeout', 'UND_ERR_CONNECT_TIMEOUT'],
    ['reset', 'network', 'ECONNRESET'],
  ] as const)('%s has the code %s, and %s among its causes', async (outage, code, cause) => {
    remote(url).down(outage);

    const error = await failureOf(createClient()(url));

    expect(error).toMatchObject({ code });
    expect(codesBelow(error)).toContain(cause);
  });

  test('no secret is told', async () => {
    remote(url).down();

    const error = await failureOf(createClient()(`${url}/orders?token=s3cret`));

    expect(String(error)).not.toContain('s3cret');
  });
});

describe('where the caller gives up', () => {
  test('the caller gets their own reason back', async () => {
    remote(url).slow(1000);
    const caller = new AbortController();
    const reason = { my: 'reason' };

    const failure = failureOf(createClient()(url, { signal: caller.signal }));
    await pass(10);
    caller.abort(reason);

    expect(await failure).toBe(reason);
  });
});

function failureOf(call: Promise<Response>): Promise<unknown> {
  return call.then(
    () => 'no failure',
    (error: unknown) => error,
  );
}

function codesBelow(error: unknown): unknown[] {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return [];
  return [...('code' in cause ? [cause.code] : []), ...codesBelow(cause)];
}
