import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('gives nobody the answer of another user', async () => {
  const service = remote('https://orders.example.test').answers(({ headers }) => ({
    headers: { 'cache-control': 'max-age=60' },
    body: headers.authorization ?? headers.cookie ?? 'nobody',
  }));
  const client = createClient({ cache: { maxEntries: 100 } });
  const answerTo = (headers: Record<string, string>) =>
    client(service.url, { headers }).then((response) => response.text());

  for (let round = 1; round <= 2; round += 1) {
    expect(await answerTo({ Authorization: 'Bearer alice' })).toBe('Bearer alice');
    expect(await answerTo({ Authorization: 'Bearer bob' })).toBe('Bearer bob');
    expect(await answerTo({ Cookie: 'session=alice' })).toBe('session=alice');
    expect(await answerTo({})).toBe('nobody');
  }
  expect(service.requests).toHaveLength(4);
});
