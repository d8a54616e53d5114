import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { placeFile } from './place-file.ts';

const disk = vi.hoisted(() => ({ isFull: false }));

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>();
  /** A full disk makes the file and has no room for what is in it. */
  const full = (to: string) => {
    fs.writeFileSync(to, '');
    throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
  };
  return {
    ...fs,
    writeFileSync: (file: string, text: string) => (disk.isFull ? full(file) : fs.writeFileSync(file, text)),
    copyFileSync: (from: string, to: string, mode: number) =>
      disk.isFull ? full(to) : fs.copyFileSync(from, to, mode),
  };
});

afterEach(() => {
  disk.isFull = false;
});

test.each([
  ['a text', (folder: string) => ({ text: `of ${folder}` })],
  ['a copy', (folder: string) => ({ file: join(folder, 'original') })],
])('%s is placed whole, or on a full disk not at all', (_what, from) => {
  const folder = temporaryFolder();
  const target = join(folder, 'deep', 'er', 'index.ts');
  writeFileSync(join(folder, 'original'), `of ${folder}`);

  disk.isFull = true;
  expect(() => placeFile(target, from(folder))).toThrow('ENOSPC');
  expect(readdirSync(join(target, '..'))).toEqual([]);

  disk.isFull = false;
  placeFile(target, from(folder));
  expect(readFileSync(target, 'utf8')).toBe(`of ${folder}`);
  expect(readdirSync(join(target, '..'))).toEqual(['index.ts']);
});

test('what is there stays as it is', () => {
  const target = join(temporaryFolder(), 'index.ts');
  writeFileSync(target, 'mine');
  placeFile(target, { text: 'theirs' });

  expect(readFileSync(target, 'utf8')).toBe('mine');
});
