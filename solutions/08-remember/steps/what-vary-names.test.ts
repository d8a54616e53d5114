import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('tells answers apart by the headers that Vary names', async () => {
  const service = remote('https://menu.example.test').answers(({ headers }) => ({
    headers: { 'cache-control': 'max-age=60', vary: 'Accept-Language' },
    body: headers['accept-language'] === 'fr' ? 'thé' : 'tea',
  }));
  const client = createClient({ cache: { maxEntries: 100 } });
  const answerIn = (language: string) => {
    const headers = { 'accept-language': language, 'x-request-id': crypto.randomUUID() };
    return client(service.url, { headers }).then((response) => response.text());
  };

  for (let round = 1; round <= 2; round += 1) {
    expect(await answerIn('fr')).toBe('thé');
    expect(await answerIn('en')).toBe('tea');
  }
  expect(service.requests).toHaveLength(2);

  service.answers({ headers: { 'cache-control': 'max-age=60', vary: '*' }, body: 'tea' });
  for (let call = 1; call <= 2; call += 1) await client(`${service.url}/any`);
  expect(service.requests).toHaveLength(4);
});
