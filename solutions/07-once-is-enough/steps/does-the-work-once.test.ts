import { idempotencyGuard } from 'my-client';
import { expect, test } from 'vitest';

test('does the work of a key once, and wants a key', async () => {
  const guard = idempotencyGuard({ scope: () => 'alice' });
  let placed = 0;
  const place = async (request: Request) => {
    placed += 1;
    const headers = { location: `/orders/${placed}` };
    return new Response(`${placed}: ${await request.text()}`, { status: 201, headers });
  };
  const url = 'https://orders.example.test/orders';
  const order = () =>
    new Request(url, { method: 'POST', body: 'tea', headers: { 'Idempotency-Key': 'order-7' } });

  for (let attempt = 0; attempt < 3; attempt += 1) {
    const response = await guard(order(), place);
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe('/orders/1');
    expect(await response.text()).toBe('1: tea');
  }
  expect((await guard(new Request(url, { method: 'POST' }), place)).status).toBe(400);
  expect(placed).toBe(1);
  expect((await guard(new Request(url), () => new Response('all orders'))).status).toBe(200);
});
