import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathFrom } from '../client-folder/path-from.ts';
import { plainLines } from '../client-folder/plain-lines.ts';
import type { Tree } from './tree.ts';

/** Every file below a folder, by path from it, with the same ends of lines everywhere. An empty tree where there is no such folder. */
export function readTree(folder: string): Tree {
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path): [string, string] => [pathFrom(folder, path), plainLines(readFileSync(path, 'utf8'))])
      .filter(([file]) => !file.includes('node_modules/'))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
