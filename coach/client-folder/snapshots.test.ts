import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { restoreSnapshot, takeSnapshot } from './snapshots.ts';

/** How many folders can still be copied. */
const disk = vi.hoisted(() => ({ copies: Number.POSITIVE_INFINITY }));

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>();
  const cpSync: typeof fs.cpSync = (...args) => {
    if (disk.copies === 0) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    disk.copies -= 1;
    fs.cpSync(...args);
  };
  return { ...fs, cpSync };
});

afterEach(() => {
  disk.copies = Number.POSITIVE_INFINITY;
});

function clientWith(files: Record<string, string>): string {
  const client = temporaryFolder();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(client, file, '..'), { recursive: true });
    writeFileSync(join(client, file), text);
  }
  return client;
}

test('a snapshot brings back what was changed, and takes away what came later', () => {
  const client = clientWith({ 'src/index.ts': 'mine', 'throwaway/a.test.ts': 'test' });
  const id = takeSnapshot(client);
  writeFileSync(join(client, 'src/index.ts'), 'spoilt');
  writeFileSync(join(client, 'src/later.ts'), 'later');
  rmSync(join(client, 'throwaway'), { recursive: true });

  restoreSnapshot(client, id);

  expect(readFileSync(join(client, 'src/index.ts'), 'utf8')).toBe('mine');
  expect(readFileSync(join(client, 'throwaway/a.test.ts'), 'utf8')).toBe('test');
  expect(existsSync(join(client, 'src/later.ts'))).toBe(false);
});

test('two snapshots in the same millisecond are two snapshots', () => {
  const client = clientWith({ 'src/index.ts': 'first' });
  const at = new Date(0);
  const first = takeSnapshot(client, at);
  writeFileSync(join(client, 'src/index.ts'), 'second');
  const second = takeSnapshot(client, at);

  restoreSnapshot(client, first);
  expect(readFileSync(join(client, 'src/index.ts'), 'utf8')).toBe('first');
  restoreSnapshot(client, second);
  expect(readFileSync(join(client, 'src/index.ts'), 'utf8')).toBe('second');
});

test('a snapshot that is gone changes nothing and says so', () => {
  const client = clientWith({ 'src/index.ts': 'mine' });

  expect(() => restoreSnapshot(client, 'no-such')).toThrow(/no-such.*Nothing was changed/);
  expect(readFileSync(join(client, 'src/index.ts'), 'utf8')).toBe('mine');
});

test('where there is no room, nothing is changed and no half of a copy is kept', () => {
  const client = clientWith({ 'src/index.ts': 'mine', 'throwaway/a.test.ts': 'test' });
  const id = takeSnapshot(client);
  writeFileSync(join(client, 'src/index.ts'), 'newer');

  disk.copies = 1;
  expect(() => restoreSnapshot(client, id)).toThrow('ENOSPC');
  expect(readFileSync(join(client, 'src/index.ts'), 'utf8')).toBe('newer');
  expect(readFileSync(join(client, 'throwaway/a.test.ts'), 'utf8')).toBe('test');

  disk.copies = 1;
  expect(() => takeSnapshot(client)).toThrow('ENOSPC');
  expect(readdirSync(join(client, '.coach', 'snapshots'))).toEqual([id]);
});

test('the folders themselves stay: whoever watches them goes on watching', () => {
  const client = clientWith({ 'src/index.ts': 'mine' });
  const id = takeSnapshot(client);
  const before = statSync(join(client, 'src'));
  restoreSnapshot(client, id);
  const after = statSync(join(client, 'src'));

  expect([after.ino, after.birthtimeMs]).toEqual([before.ino, before.birthtimeMs]);
});
