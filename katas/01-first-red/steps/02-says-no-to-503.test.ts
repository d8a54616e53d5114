import { isUp } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('says no to 503', async () => {
  const service = remote('https://orders.example.test').answers(503);

  expect(await isUp(service.url)).toBe(false);
});
