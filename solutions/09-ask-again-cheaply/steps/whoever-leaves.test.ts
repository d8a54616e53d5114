import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('lets whoever leaves go at once, and nobody else with them', async () => {
  const tea = { headers: { 'cache-control': 'max-age=0', etag: '"1"' }, body: 'tea' };
  const service = remote('https://menu.example.test').answers(tea).slow(500);
  const client = createClient({ cache: { maxEntries: 100 } });

  for (const leaver of [0, 1]) {
    const callers = [new AbortController(), new AbortController()];
    const outcomes: unknown[] = [];
    for (const [index, { signal }] of callers.entries())
      client(service.url, { signal })
        .then((response) => response.text())
        .then(
          (text) => (outcomes[index] = text),
          (error) => (outcomes[index] = error),
        );
    await pass(100);
    callers[leaver]?.abort('no time');
    await pass(10);
    expect(outcomes[leaver]).toBe('no time');
    await pass(500);
    expect(outcomes[1 - leaver]).toBe('tea');
  }

  const caller = new AbortController();
  const early = client(service.url, { signal: caller.signal });
  await pass(100);
  caller.abort('no time');
  const late = client(service.url);
  await expect(early).rejects.toBe('no time');
  await pass(600);
  expect(await (await late).text()).toBe('tea');
});
