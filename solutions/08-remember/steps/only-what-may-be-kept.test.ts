import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('keeps only what the service allows, of a GET, and whole', async () => {
  const service = remote('https://menu.example.test');
  const client = createClient({ cache: { maxEntries: 100 } });
  const requestsOfTwo = async (path: string, says: string, init?: RequestInit) => {
    const before = service.requests.length;
    service.answers({ headers: { 'cache-control': says }, body: 'tea and milk' });
    for (let call = 1; call <= 2; call += 1) {
      const text = client(service.url + path, init).then((response) => response.text());
      await text.catch(() => 'cut');
      service.steady();
    }
    return service.requests.length - before;
  };

  expect(await requestsOfTwo('/nothing', '')).toBe(2);
  expect(await requestsOfTwo('/no-store', 'no-store, max-age=60')).toBe(2);
  expect(await requestsOfTwo('/no-cache', 'max-age=60, no-cache')).toBe(2);
  expect(await requestsOfTwo('/post', 'max-age=60', { method: 'POST', body: 'tea' })).toBe(2);
  service.lying('cut');
  expect(await requestsOfTwo('/cut', 'max-age=60')).toBe(2);
  expect(await requestsOfTwo('/kept', 'max-age=60')).toBe(1);
});
