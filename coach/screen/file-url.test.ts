import { expect, test } from 'vitest';
import { fileUrl } from './file-url.ts';

test.each<[string, string, NodeJS.Platform, string]>([
  [
    'my-client/src/index.ts:31:9',
    '/home/ada/hold fast',
    'linux',
    'file:///home/ada/hold%20fast/my-client/src/index.ts',
  ],
  ['../übung/src/index.ts', '/home/ada/holdfast', 'darwin', 'file:///home/ada/%C3%BCbung/src/index.ts'],
  ['my-client/src/a#b.ts:3', '/w', 'linux', 'file:///w/my-client/src/a%23b.ts'],
  [
    'my-client/src/index.ts:31:9',
    'C:\\Users\\Ada\\holdfast',
    'win32',
    'file:///C:/Users/Ada/holdfast/my-client/src/index.ts',
  ],
  ['D:/katas/src/index.ts:31:9', 'C:\\Users\\Ada\\holdfast', 'win32', 'file:///D:/katas/src/index.ts'],
  ['my-client/src/index.ts', '\\\\server\\share', 'win32', 'file://server/share/my-client/src/index.ts'],
])('%s in %s on %s is %s', (shown, folder, platform, url) => {
  expect(fileUrl(shown, folder, platform)).toBe(url);
});
