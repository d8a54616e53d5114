import { isUp } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('says no when somebody else answers', async () => {
  const login = remote('https://login.example.test').answers(200);
  const service = remote('https://orders.example.test').redirects(login.url);

  expect(await isUp(service.url)).toBe(false);
});
