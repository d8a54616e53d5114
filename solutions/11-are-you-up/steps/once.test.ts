import { createClient, requestScope } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('asks once within a web request, however many ask, and anew in the next', async () => {
  const mail = remote('https://mail.example.test');
  const stock = remote('https://stock.example.test').down();
  const client = createClient({ upcheck: { path: mail.url, timeoutMs: 300 } });
  const other = createClient({ upcheck: { path: stock.url, timeoutMs: 300 } });
  const isUp = async () => (await client.upcheck()).isUp;

  await requestScope(async () => {
    expect(await Promise.all([isUp(), isUp()])).toEqual([true, true]);
    mail.down();
    expect(await isUp()).toBe(true);
    expect((await other.upcheck()).isUp).toBe(false);
  });
  expect(mail.requests).toHaveLength(1);

  expect(await requestScope(isUp)).toBe(false);
});
