import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

it('two services sign to each other, also while a key changes', async () => {
  const { stdout } = await run(
    process.execPath,
    ['--import', './coach/register.mjs', 'examples/signed-services.ts'],
    { cwd: new URL('..', import.meta.url) },
  );

  expect(stdout.trimEnd().split('\n')).toEqual([
    'An order.',
    '  stock: shop-2026-11 signed POST /orders: two books',
    '  shop: stock-2026-11 signed POST /shipped',
    '  shop: 201 {"reserved":"two books"}',
    'The new key is published, and then used.',
    '  stock: shop-2026-12 signed POST /orders: a lamp',
    '  shop: stock-2026-11 signed POST /shipped',
    '  shop: 201 {"reserved":"a lamp"}',
    'The old one is taken away, and somebody still has it.',
    '  stock: refused, key-unknown',
    '  somebody: 401 signature-invalid',
  ]);
}, 20_000);
