import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('sends your own headers to no other origin', async () => {
  const elsewhere = remote('https://files.example.test');
  const service = remote('https://orders.example.test').redirects(`${elsewhere.url}/from-redirect`);
  const client = createClient({ baseUrl: service.url, headers: { 'x-api-key': 's3cret' } });

  await client('invoice.pdf', { headers: { authorization: 'Bearer s3cret' } });
  await client(`${elsewhere.url}/asked-for`);

  expect(service.requests[0]?.headers).toHaveProperty('x-api-key', 's3cret');
  expect(elsewhere.requests).toHaveLength(2);
  for (const { headers } of elsewhere.requests) {
    expect(headers).not.toHaveProperty('x-api-key');
    expect(headers).not.toHaveProperty('authorization');
  }
});
