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

  it('it signs and verifies with what the web has', async () => {
    const { code, imports } = await bundle("export * from './signatures/index.ts'");
    const program = `(async () => {
      const { privateJwk, publicJwk } = await holdfast.generateKeys('ecdsa-p256-sha256');
      const key = await holdfast.importSigner(privateJwk);
      const body = new TextEncoder().encode('order');
      const headers = [['Content-Digest', await holdfast.createDigest(body)]];
      const message = { method: 'POST', target: '/orders', origin: 'https://api.example.com', headers, body };
      const parameters = { created: Math.floor(Date.now() / 1000), nonce: 'n', keyid: key.keyId };
      const components = ['@method', '@target-uri', 'content-digest'];
      const fields = await holdfast.signMessage(message, { key, components, parameters });
      headers.push(['Signature-Input', fields.signatureInput], ['Signature', fields.signature]);
      const policy = { keys: [await holdfast.importVerifyKey(publicJwk)], replay: holdfast.memoryReplayStore() };
      const { view } = await holdfast.verify(message, policy);
      const again = await holdfast.verify(message, policy).catch((error) => error.code);
      return { url: view.url, text: new TextDecoder().decode(view.body), again };
    })()`;
    const context = createContext(webGlobals());
    runInContext(code, context);

    expect(imports).toEqual([]);
    expect(await runInContext(program, context)).toEqual({
      url: 'https://api.example.com/orders',
      text: 'order',
      again: 'nonce-reused',
    });
  });
});

/** Bounds with some room; what it is, `bench/size.ts` prints. */
describe('over the wire, minified and compressed', () => {
  it.each([
    ['everything', "export * from './index.ts'", 34_000],
    ['signing', "export { importSigner, sign } from './signatures/index.ts'", 13_000],
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
