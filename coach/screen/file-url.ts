import { posix, win32 } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * What a terminal opens for a path as it is shown, `my-client/src/index.ts:31:9`, from this folder. A URL of a file names
 * no line: terminals that know lines read them from the text.
 */
export function fileUrl(shown: string, folder: string, platform: NodeJS.Platform): string {
  const windows = platform === 'win32';
  const file = shown.replace(/(?::\d+){1,2}$/, '');
  return pathToFileURL((windows ? win32 : posix).resolve(folder, file), { windows }).href;
}
