import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Tree } from './tree.ts';

/** Every file below a folder, by path from it. An empty tree where there is no such folder. */
export function readTree(folder: string): Tree {
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path): [string, string] => [
        relative(folder, path).replaceAll('\\', '/'),
        readFileSync(path, 'utf8'),
      ])
      .filter(([file]) => !file.includes('node_modules/'))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
