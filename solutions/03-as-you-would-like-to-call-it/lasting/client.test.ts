import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { describe, expect, test } from 'vitest';

describe('what is sent', () => {
  test.each(['orders/7', '/orders/7'])('%s goes below the base path', async (path) => {
    const service = remote('https://orders.example.test');

    await createClient({ baseUrl: `${service.url}/v1` })(path);

    expect(service.requests[0]?.url).toBe('https://orders.example.test/v1/orders/7');
  });

  test("the client's headers and the caller's, and where both name one, the caller's", async () => {
    const service = remote('https://orders.example.test');
    const client = createClient({ baseUrl: service.url, headers: { 'x-team': 'blue', Accept: 'text/html' } });

    await client('orders', { headers: new Headers({ accept: 'text/plain' }) });

    expect(service.requests[0]?.headers).toMatchObject({ 'x-team': 'blue', accept: 'text/plain' });
  });

  test('nothing of an earlier call, and nothing into what was given', async () => {
    const service = remote('https://orders.example.test');
    const options = { baseUrl: service.url, headers: { 'x-team': 'blue' } };
    const init = { headers: new Headers({ authorization: 'Bearer one' }) };
    const client = createClient(options);

    await client('orders', init);
    await client('orders');

    expect(service.requests[1]?.headers).not.toHaveProperty('authorization');
    expect(options.headers).toEqual({ 'x-team': 'blue' });
    expect([...init.headers]).toEqual([['authorization', 'Bearer one']]);
  });
});

describe('where it is sent', () => {
  test('never to http, not even by a redirect', async () => {
    const open = remote('http://orders.example.test');
    const service = remote('https://orders.example.test').redirects(open.url);

    await expect(createClient()(open.url)).rejects.toMatchObject({ code: 'https-required' });
    await expect(createClient()(service.url)).rejects.toMatchObject({ code: 'https-required' });
    expect(open.requests).toEqual([]);
  });

  test('after a redirect to another origin, without what is personal', async () => {
    const elsewhere = remote('https://files.example.test').answers({ body: 'a file' });
    const service = remote('https://orders.example.test').redirects(elsewhere.url);
    const client = createClient({ baseUrl: service.url, headers: { 'x-api-key': 's3cret' } });

    const response = await client('invoice', { headers: { authorization: 'Bearer s3cret' } });

    expect(await response.text()).toBe('a file');
    expect(JSON.stringify(elsewhere.requests[0]?.headers)).not.toContain('s3cret');
  });
});
