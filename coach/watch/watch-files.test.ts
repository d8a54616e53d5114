import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { watchFiles } from './watch-files.ts';

// As it is, but that one can see how it is used.
vi.mock('chokidar', async (importOriginal) => {
  const original = await importOriginal<typeof import('chokidar')>();
  return { ...original, watch: vi.fn(original.watch) };
});

/** A client of one file, watched, and what was told of it. */
async function watched() {
  const client = temporaryFolder();
  const folders = ['src', 'throwaway'].map((name) => join(client, name));
  for (const folder of folders) mkdirSync(folder);
  const file = join(client, 'src', 'index.ts');
  writeFileSync(file, '');
  const told = vi.fn<(file: string) => void>();
  const watching = watchFiles(folders, false, told);
  onTestFinished(() => watching.close());
  await watching.ready;
  /** How often it was told of what is done now. */
  const after = async (change: () => void) => {
    told.mockClear();
    change();
    await vi.waitFor(() => expect(told).toHaveBeenCalled(), { timeout: 2000, interval: 5 });
    // Whether it is told twice shows a little later only.
    await new Promise((resolve) => setTimeout(resolve, 60));
    return told.mock.calls.length;
  };
  return { client, file, told, after };
}

test('a save, a save by way of a renamed copy, and a deletion are told once each', async () => {
  const { file, after } = await watched();

  expect(await after(() => writeFileSync(file, 'one'))).toBe(1);
  expect(
    await after(() => {
      writeFileSync(`${file}.tmp`, 'two');
      renameSync(`${file}.tmp`, file);
    }),
  ).toBe(1);
  expect(await after(() => rmSync(file))).toBe(1);
});

test('saves in a folder that was deleted and made again, as an undo does, are told', async () => {
  const { client, file, after } = await watched();

  await after(() => {
    cpSync(join(client, 'src'), join(client, 'kept'), { recursive: true });
    rmSync(join(client, 'src'), { recursive: true });
    cpSync(join(client, 'kept'), join(client, 'src'), { recursive: true });
  });
  expect(await after(() => writeFileSync(file, 'one'))).toBeGreaterThan(0);

  rmSync(join(client, 'throwaway'), { recursive: true });
  mkdirSync(join(client, 'throwaway'));
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(await after(() => writeFileSync(join(client, 'throwaway', 'a.test.ts'), ''))).toBeGreaterThan(0);
});

test('what never stops writing is told of all the same', async () => {
  const { file, told } = await watched();
  const writing = setInterval(() => writeFileSync(file, `${performance.now()}`), 4);
  onTestFinished(() => clearInterval(writing));

  await vi.waitFor(() => expect(told).toHaveBeenCalled(), { timeout: 2000, interval: 20 });
});

test('where the system has no more watches to give, files are looked at instead', async () => {
  const { file, after } = await watched();
  const watcher: FSWatcher = vi.mocked(watch).mock.results.at(-1)?.value;

  watcher.emit('error', Object.assign(new Error('System limit for watchers reached'), { code: 'ENOSPC' }));

  expect(await after(() => writeFileSync(file, 'one'))).toBeGreaterThan(0);
  expect(vi.mocked(watch).mock.lastCall?.[1]).toMatchObject({ usePolling: true });
});
