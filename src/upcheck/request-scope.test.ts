import { AsyncLocalStorage } from 'node:async_hooks';
import { createContext, runInContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundle } from '../test-support/bundle.ts';
import { webGlobals } from '../test-support/web-globals.ts';

const PROGRAM = `(async () => {
  let asked = 0;
  const mail = holdfast.createClient({
    baseUrl: 'https://mail.example.com',
    upcheck: { path: '/up', validForMs: 0 },
    fetch: async () => {
      asked += 1;
      return new Response('');
    },
  });
  const page = async () => [await mail.isUp(), await mail.isUp()];
  return { answers: await holdfast.requestScope(page), asked };
})()`;

describe('on a runtime that is not Node', () => {
  let whole: Bundle;

  beforeAll(async () => {
    whole = await bundle("export * from './index.ts'");
  });

  it.each<[string, Record<string, unknown>, number]>([
    ['has AsyncLocalStorage, a web request asks once', { AsyncLocalStorage }, 1],
    ['has none, nothing is remembered, and nothing fails', {}, 2],
  ])('and %s', async (_what, more, asked) => {
    const context = createContext({ ...webGlobals(), ...more });
    runInContext(whole.code, context);
    expect(await runInContext(PROGRAM, context)).toEqual({ answers: [true, true], asked });
  });
});
