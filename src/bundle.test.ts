import { createContext, runInContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundle } from './test-support/bundle.ts';
import { webGlobals } from './test-support/web-globals.ts';

describe('bundled for a runtime that is not Node', () => {
  let whole: Bundle;

  beforeAll(async () => {
    whole = await bundle("export * from './index.ts'");
  });

  it('the library asks for no module', () => {
    expect(whole.imports).toEqual([]);
    expect(whole.code).not.toContain('require(');
  });

  it('it works with what the web has: retries, reads, is redirected, gives up in time, obeys the caller', async () => {
    const program = `(async () => {
      const seen = [];
      const answering = async (url, { signal, body }) => {
        if (url.endsWith('/moved')) return new Response(null, { status: 302, headers: { location: '/latest' } });
        seen.push(new TextDecoder().decode(body));
        if (url.endsWith('/never')) return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        return new Response('answer ' + seen.length, { status: seen.length < 2 ? 503 : 200 });
      };
      const client = holdfast.createClient({ baseUrl: 'https://api.example.com', fetch: answering, retry: { firstWaitMs: 0 } });
      const told = [];
      client.on('call-ended', (event) => told.push(event.kind));
      const response = await client('orders', { method: 'PUT', body: 'order' });
      const text = await response.text();
      const moved = (await client('moved')).url;
      const late = await client.with({ deadlineMs: 10, attemptTimeoutMs: 10, retry: false })('never').catch((error) => error);
      const controller = new AbortController();
      const aborted = client('never', { signal: controller.signal }).catch((error) => error);
      controller.abort('enough');
      client.close();
      return { told: told[0], text, moved, seen: seen.slice(0, 2), late: late.code, known: holdfast.isHoldfastError(late), aborted: await aborted };
    })()`;
    const context = createContext(webGlobals());
    runInContext(whole.code, context);

    expect(await runInContext(program, context)).toMatchObject({
      told: 'call-ended',
      text: 'answer 2',
      moved: 'https://api.example.com/latest',
      seen: ['order', 'order'],
      known: true,
      late: expect.stringMatching(/deadline|timeout/),
      aborted: 'enough',
    });
  });
});

/** Bounds with some room; what it is, `bench/size.ts` prints. */
describe('over the wire, minified and compressed', () => {
  it.each([
    ['everything', "export * from './index.ts'", 34_000],
    ['compose, retry and timeout', "export { compose, retry, timeout } from './index.ts'", 11_600],
  ])('%s stays small', async (_what, code, most) => {
    const { gzippedBytes } = await bundle(code);
    expect(gzippedBytes).toBeLessThan(most);
  });

  it('what is not imported is not there', async () => {
    const whole = await bundle("export * from './index.ts'");
    const part = await bundle("export { compose, retry, timeout } from './index.ts'");
    for (const text of ['is not https', 'allowHttp can only be', 'There is no event', 'Option baseUrl']) {
      expect(whole.code).toContain(text);
      expect(part.code).not.toContain(text);
    }
  });
});
