import { posix, win32 } from 'node:path';
import { expect, test } from 'vitest';
import { whatToIgnore } from './what-to-ignore.ts';

// As Chokidar asks: with `/` on every system.
test.each([
  ['Linux', posix, '/w/my client', '/w/my client'],
  ['Windows', win32, 'C:\\w\\my client', 'C:/w/my client'],
  ['Windows, where the drive is written small', win32, 'c:\\w\\my client', 'C:/w/my client'],
])('on %s a watch is told of the folders and of nothing beside them', (_system, system, client, asked) => {
  const isIgnored = whatToIgnore([system.join(client, 'src'), system.join(client, 'lasting')], system);
  const watched = ['', '/src', '/src/index.ts', '/src/retry/..later.ts', '/lasting', '/lasting/a.test.ts'];
  const ignored = ['/package.json', '/.coach', '/.coach/journal.jsonl', '/src2', '/src/.index.ts.swp', '/..'];
  expect(watched.filter((file) => isIgnored(asked + file))).toEqual([]);
  expect(ignored.filter((file) => !isIgnored(asked + file))).toEqual([]);
});
