import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('gives each caller the whole answer, with a body of their own', async () => {
  const headers = { 'cache-control': 'max-age=60', 'content-type': 'text/markdown' };
  const service = remote('https://menu.example.test').answers({ headers, body: '# tea' });
  const client = createClient({ cache: { maxEntries: 100 } });

  for (let call = 1; call <= 3; call += 1) {
    const response = await client(service.url);
    expect(response.headers.get('content-type')).toBe('text/markdown');
    expect(await textOf(response)).toBe('# tea');
  }
  expect(service.requests).toHaveLength(1);
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
