import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('sends one request for all who ask the same at the same time', async () => {
  const service = remote('https://menu.example.test').down();
  const client = createClient({ cache: { maxEntries: 100 } });
  const read = (init?: RequestInit) => client(service.url, init).then((response) => response.text());

  await expect(read()).rejects.toMatchObject({ code: 'refused' });

  service.slow(500).answers(({ headers: { authorization = 'nobody' } }) => ({
    headers: { 'cache-control': 'max-age=60' },
    body: `tea for ${authorization}`,
  }));
  const calls = [read(), read(), read({ headers: { Authorization: 'Bob' } })];
  await pass(600);
  expect(await Promise.all(calls)).toEqual(['tea for nobody', 'tea for nobody', 'tea for Bob']);
  expect(service.requests).toHaveLength(3);

  await pass(61_000);
  const early = read();
  await pass(100);
  service.steady();
  await client(service.url, { method: 'PUT', body: 'milk' });
  service.answers({ headers: { 'cache-control': 'max-age=60' }, body: 'milk' });
  expect(await read()).toBe('milk');
  await pass(600);
  expect(await early).toBe('tea for nobody');
});
