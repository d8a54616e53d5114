import { createHash } from 'node:crypto';
import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathFrom } from './path-from.ts';
import { plainLines } from './plain-lines.ts';

const testFile = /\.test\.[cm]?[jt]sx?$/;

export type TestFiles = {
  throwaway: string[];
  lasting: string[];
  /** Files that hold tests by the look of it, but have a name Vitest does not run. */
  misnamed: string[];
};

/** The client's test files, by path from its folder, in order. */
export function testFiles(client: string): TestFiles {
  const throwaway = filesBelow(client, 'throwaway');
  const lasting = filesBelow(client, 'lasting');
  return {
    throwaway: throwaway.filter((file) => testFile.test(file)),
    lasting: lasting.filter((file) => testFile.test(file)),
    misnamed: [...throwaway, ...lasting, ...filesBelow(client, 'src')].filter((file) =>
      looksMisnamed(client, file),
    ),
  };
}

/**
 * A hash of all the learner's source: two runs with the same hash have no edit of the client between them. Other ends of
 * lines are none.
 */
export function sourceHash(client: string): string {
  const hash = createHash('sha256');
  for (const file of filesBelow(client, 'src'))
    hash
      .update(`${file}\0`)
      .update(plainLines(readOrEmpty(join(client, file))))
      .update('\0');
  return hash.digest('hex').slice(0, 12);
}

/** Changes with every save of a file, also of one whose content stays as it was. */
export function saveStamp(client: string): string {
  return (
    ['src', 'throwaway', 'lasting']
      .flatMap((folder) => filesBelow(client, folder))
      // What an editor puts there for a moment has no ending.
      .filter((file) => /\.\w+$/.test(file))
      .map((file) => `${file} ${statSync(join(client, file), { throwIfNoEntry: false })?.mtimeMs}`)
      .join('\n')
  );
}

export function filesBelow(client: string, folder: string): string[] {
  return entriesBelow(join(client, folder))
    .filter((entry) => entry.isFile())
    .map((entry) => pathFrom(client, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('/node_modules/'))
    .sort();
}

function looksMisnamed(client: string, file: string): boolean {
  if (!/\.[cm]?[jt]sx?$/.test(file)) return false;
  const inTestFolder = !file.startsWith('src/');
  if (testFile.test(file) && inTestFolder) return false;
  return /^\s*(?:test|it)(?:\.\w+)*\s*\(/m.test(readOrEmpty(join(client, file)));
}

/** A file may go, or be replaced by its editor, between being listed and being read. Its next save tells of it. */
function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function entriesBelow(folder: string): Dirent[] {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return readdirSync(folder, { recursive: true, withFileTypes: true });
    } catch (error) {
      if (!existsSync(folder)) return [];
      // A folder in it went while it was listed.
      if (attempt === 3) throw error;
    }
  }
}
