import { createServer } from 'node:http';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { bundle } from './test-support/bundle.ts';
import { installedChromium } from './test-support/installed-chromium.ts';
import { listenOnLoopback } from './test-support/listen-on-loopback.ts';

let browser: Browser | undefined;
let origin: string;
let attempts = 0;

const server = createServer((request, response) => {
  if (request.url === '/') return response.setHeader('content-type', 'text/html').end('<!doctype html>');
  if (request.url === '/busy') return response.writeHead(++attempts < 3 ? 503 : 200).end('now');
  if (request.url === '/moved') return response.writeHead(302, { location: '/new' }).end();
  if (request.url === '/endless') return response.writeHead(200).write('a start');
  return response.end('here');
});

beforeAll(async () => {
  origin = `http://${await listenOnLoopback(server)}`;
  if (installedChromium !== undefined) browser = await chromium.launch({ executablePath: installedChromium });
});

afterAll(async () => {
  await browser?.close();
  server.closeAllConnections();
  server.close();
});

beforeEach(({ skip }) => {
  skip(installedChromium === undefined, 'No Chromium is installed here; CHROMIUM_PATH may name one.');
});

it('in Chromium it calls, retries and gives up in time, and says why it follows no redirect', async () => {
  const page = await browser?.newPage();
  if (page === undefined) throw new Error('The browser did not start.');
  await page.goto(origin);
  await page.addScriptTag({ content: (await bundle("export * from './index.ts'")).code });
  const result: unknown = await page.evaluate(`(async () => {
    const client = holdfast.createClient({ baseUrl: location.origin, allowHttp: 'loopback', retry: { firstWaitMs: 0 } });
    const told = ({ code, message, attempts }) => ({ code, message, attempts });
    // Not text(): Chromium's rejects with an error of its own, whatever the body fails with.
    const readAll = async ({ body }) => {
      const reader = body.getReader();
      while (!(await reader.read()).done);
    };
    const busy = await client('busy');
    const endless = await client.with({ deadlineMs: 500 })('endless');
    return {
      busy: [busy.status, await busy.text()],
      endless: await readAll(endless).catch(told),
      moved: await client('moved').catch(told),
    };
  })()`);

  expect(result).toEqual({
    busy: [200, 'now'],
    endless: expect.objectContaining({ code: 'deadline' }),
    moved: {
      code: 'redirect',
      message: `GET ${origin}/moved: redirected, and this runtime hides to where. Redirects are followed only where the runtime shows them, as servers' do.`,
      attempts: 1,
    },
  });
});
