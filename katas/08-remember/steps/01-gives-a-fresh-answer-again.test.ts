import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('gives a fresh answer again without asking, until its time is over', async () => {
  const tea = { headers: { 'cache-control': 'max-age=60' }, body: 'tea' };
  const service = remote('https://menu.example.test').answers(tea);
  const client = createClient({ cache: { maxEntries: 100 } });

  expect(await textOf(await client(service.url))).toBe('tea');
  await pass(50_000);
  await client(service.url);
  expect(service.requests).toHaveLength(1);

  await pass(11_000);
  await client(service.url);
  expect(service.requests).toHaveLength(2);
});

/** The text of an answer. A body that has not come to its end by now never will. */
async function textOf(response: Response): Promise<string> {
  let text = 'still waiting';
  response.text().then(
    (whole) => {
      text = whole;
    },
    (error) => {
      text = `${error}`;
    },
  );
  await pass(10);
  return text;
}
