import { isUp } from 'my-client';
import { remote } from 'remote-world';
import { describe, expect, test } from 'vitest';

describe('isUp', () => {
  test('believes only a 2xx', async () => {
    const service = remote('https://orders.example.test').answers(200, 204, 404, 503);

    expect(await isUp(service.url)).toBe(true);
    expect(await isUp(service.url)).toBe(true);
    expect(await isUp(service.url)).toBe(false);
    expect(await isUp(service.url)).toBe(false);
  });

  test('believes only the service itself', async () => {
    const login = remote('https://login.example.test');
    const service = remote('https://orders.example.test').redirects(login.url);

    expect(await isUp(service.url)).toBe(false);
  });

  test.each(['refused', 'reset', 'timeout'] as const)(
    'takes a connection that fails (%s) for a no',
    async (outage) => {
      const service = remote('https://orders.example.test').down(outage);

      await expect(isUp(service.url)).resolves.toBe(false);
    },
  );
});
