import { isUp } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('says no to 503, and yes to 204', async () => {
  const service = remote('https://orders.example.test');

  service.answers(503);
  expect(await isUp(service.url)).toBe(false);

  service.answers(204);
  expect(await isUp(service.url)).toBe(true);
});
