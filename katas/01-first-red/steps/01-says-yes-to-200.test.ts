import { isUp } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('says yes to 200', async () => {
  const service = remote('https://orders.example.test').answers(200);

  expect(await isUp(service.url)).toBe(true);
});
