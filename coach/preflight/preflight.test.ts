import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { checkNode, preflight, renderPreflight } from './preflight.ts';

describe('preflight', () => {
  test.each([
    ['20.19.0', true],
    ['22.0.0', true],
    ['20.18.3', false],
    ['18.20.0', false],
  ])('node %s is new enough: %s', (version, ok) => {
    expect(checkNode(version)).toMatchObject(
      ok ? { ok } : { ok, cure: expect.stringContaining('nodejs.org') },
    );
  });

  test('finds that watching works here, and leaves nothing behind', async () => {
    const client = temporaryFolder();
    const { checks, usePolling } = await preflight(client);

    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['node', true],
      ['folder', true],
      ['watching', true],
    ]);
    expect(usePolling).toBe(false);
    expect(existsSync(join(client, '.coach', 'probe'))).toBe(false);
  });

  test('a folder that cannot be written is named with its cure', async () => {
    const file = join(temporaryFolder(), 'a file, no folder');
    writeFileSync(file, '');
    chmodSync(file, 0o444);
    const ready = await preflight(file);

    expect(ready.checks.at(-1)).toMatchObject({ name: 'folder', ok: false });
    expect(renderPreflight(ready)).toMatch(/x folder .*cannot be written[\s\S]*HOLDFAST_CLIENT/);
  });
});
