import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../test-support/bundle.ts';

let library: string;

beforeAll(async () => {
  // Node starts one file in a tenth of the time that it takes to compile a hundred.
  library = (await bundle("export { createClient } from './index.ts'")).code;
});

/** Runs a program of its own that has `createClient`, and answers with what it printed and how long it took. */
async function run(body: string): Promise<{ stdout: string; tookMs: number }> {
  const program = `${library}\nconst { createClient } = holdfast;\n${body}`;
  const started = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  return { stdout, tookMs: performance.now() - started };
}

describe('a process', () => {
  it('does not exit in the middle of a wait between attempts', async () => {
    const { stdout } = await run(`
      let attempts = 0;
      const fetch = async () => new Response('x', { status: ++attempts === 1 ? 503 : 200 });
      const response = await createClient({ fetch, retry: { waitsMs: [100] } })('https://api.example.com/');
      console.log(response.status);
    `);
    expect(stdout).toBe('200\n');
  }, 30_000);

  it('does not exit while a body is awaited, even if nothing but the deadline can end that', async () => {
    const { stdout } = await run(`
      const fetch = async () => new Response(new ReadableStream());
      const response = await createClient({ fetch, deadlineMs: 100 })('https://api.example.com/');
      await response.text().catch((error) => console.log(error.code));
    `);
    expect(stdout).toBe('deadline\n');
  }, 30_000);

  it('is not kept alive by an answer nobody reads, or by alerts that gather', async () => {
    const { stdout, tookMs } = await run(`
      const fetch = async () => new Response('x', { status: 503 });
      const client = createClient({ fetch, retry: { retries: 1, firstWaitMs: 0 }, onAlert: () => {} });
      console.log((await client('https://api.example.com/')).status);
    `);
    expect(stdout).toBe('503\n');
    expect(tookMs).toBeLessThan(10_000);
  }, 30_000);
});
