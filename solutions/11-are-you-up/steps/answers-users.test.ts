import { createClient, explainTo } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('answers a user with "please try later", and says when', async () => {
  const service = remote('https://mail.example.test').answers(503);
  const client = createClient({
    breaker: { failuresInARow: 1, coolDownMs: 10_000 },
    upcheck: { path: service.url, timeoutMs: 300 },
  });
  const page = async () => {
    const { trouble } = await client.upcheck();
    if (trouble === undefined) return new Response('letters');
    return explainTo(new Request('https://shop.example.test'), trouble, { feature: 'your letters' });
  };

  await client(service.url);
  const answer = await page();

  expect(answer.status).toBe(503);
  const seconds = Number(answer.headers.get('retry-after'));
  expect(seconds).toBeGreaterThanOrEqual(9);
  expect(seconds).toBeLessThanOrEqual(11);
  expect(await answer.text()).toContain('your letters');
});
