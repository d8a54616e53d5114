import { idempotencyGuard } from 'my-client';
import { expect, test } from 'vitest';

test('knows whose key it is, and for what', async () => {
  const guard = idempotencyGuard({ scope: (request) => request.headers.get('x-user') ?? '' });
  const ask = async (user: string, key: string, body: string) => {
    const headers = { 'x-user': user, 'Idempotency-Key': key };
    const request = new Request('https://orders.example.test/orders', { method: 'POST', body, headers });
    const response = await guard(request, async (order) => new Response(`${user}: ${await order.text()}`));
    return response.status === 200 ? response.text() : response.status;
  };

  expect(await ask('alice', '1', 'tea')).toBe('alice: tea');
  expect(await ask('bob', '1', 'tea')).toBe('bob: tea');
  expect(await ask('alice', '1', 'coffee')).toBe(422);
  expect(await ask('alice', '1', 'tea')).toBe('alice: tea');

  // Put together without care, these two are one.
  expect(await ask('a', 'bc', 'tea')).toBe('a: tea');
  expect(await ask('ab', 'c', 'tea')).toBe('ab: tea');
});
