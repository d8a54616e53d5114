import { posix, win32 } from 'node:path';
import { expect, test } from 'vitest';
import { pathFrom } from './path-from.ts';

const client = 'C:\\Users\\Ada\\holdfast\\my-client';

// Node tells of files with `\`, Vite and Vitest with `/`, and either may write the drive small.
test.each([
  'C:\\Users\\Ada\\holdfast\\my-client\\src\\index.ts',
  'C:/Users/Ada/holdfast/my-client/src/index.ts',
  'c:/Users/Ada/holdfast/my-client/src/index.ts',
])('on Windows %s is src/index.ts', (file) => {
  expect(pathFrom(client, file, win32)).toBe('src/index.ts');
});

test.each([
  ['C:\\Users\\Ada\\holdfast\\src\\index.ts', 'C:/Users/Ada/holdfast/src/index.ts'],
  ['D:\\my-client\\src\\index.ts', 'D:/my-client/src/index.ts'],
])('and %s, which is elsewhere, stays whole', (file, shown) => {
  expect(pathFrom(client, file, win32)).toBe(shown);
});

test('where names are separated by /, a name may hold a \\, and case tells two files apart', () => {
  expect(pathFrom('/w/my-client', '/w/my-client/src/a\\b.ts', posix)).toBe('src/a\\b.ts');
  expect(pathFrom('/w/my-client', '/w/My-Client/src/a.ts', posix)).toBe('/w/My-Client/src/a.ts');
});
