import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { checkNode, preflight, renderPreflight } from './preflight.ts';

const disk = vi.hoisted(() => ({ isFull: false }));

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>();
  const writeFileSync: typeof fs.writeFileSync = (...args) => {
    if (disk.isFull) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    fs.writeFileSync(...args);
  };
  return { ...fs, writeFileSync };
});

afterEach(() => {
  disk.isFull = false;
});

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

  test.each([
    ['the folder', ''] as const,
    // `access` asks for the user who started the process, whoever it is at the moment.
    ...(process.geteuid?.() === 0 ? [] : [['its source', 'src'] as const]),
    ['its journal', '.coach/journal.jsonl'] as const,
  ])(
    'where %s may not be written, it says so with the cure, before anything is typed',
    async (_what, path) => {
      const client = temporaryFolder();
      // Whoever is not root could not clear it away otherwise.
      onTestFinished(() => {
        for (const path of ['', 'src', '.coach']) chmodSync(join(client, path), 0o777);
      });
      for (const folder of ['src', '.coach']) mkdirSync(join(client, folder));
      writeFileSync(join(client, '.coach', 'journal.jsonl'), '');
      chmodSync(client, 0o777);
      chmodSync(join(client, '.coach'), 0o777);
      chmodSync(join(client, path), 0o555);
      if (path === '') chmodSync(join(client, '.coach'), 0o555);

      const ready = await asNobody(() => preflight(client));

      expect(renderPreflight(ready)).toMatch(
        /x folder .*you may not write there\n +Give yourself write access/,
      );
    },
  );

  test('a full disk is named with its cure', async () => {
    disk.isFull = true;
    const ready = await preflight(temporaryFolder());

    expect(renderPreflight(ready)).toMatch(/x folder .*the disk is full\n +Free some space/);
  });

  test("a coach that watches this folder already is told of, and is in nobody's way", async () => {
    const client = temporaryFolder();
    mkdirSync(join(client, '.coach'));
    writeFileSync(
      join(client, '.coach', 'seat.json'),
      JSON.stringify({ pid: process.ppid, host: hostname() }),
    );
    const ready = await preflight(client);

    expect(ready.checks.every(({ ok }) => ok)).toBe(true);
    expect(renderPreflight(ready)).toMatch(
      /! alone +another coach watches this folder \(process \d+\)\n +Close one/,
    );
  });
});

/** The superuser may write everywhere: the question is what it is for others. */
async function asNobody<Result>(ask: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return ask();
  process.seteuid?.(65_534);
  try {
    return await ask();
  } finally {
    process.seteuid?.(0);
  }
}
