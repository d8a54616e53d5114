import { isUp } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('says no when nobody answers, and does not throw', async () => {
  const service = remote('https://orders.example.test').down('refused');

  await expect(isUp(service.url)).resolves.toBe(false);
});
