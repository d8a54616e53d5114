import { constants, copyFileSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Puts a file where none is, whole or not at all: a crash or a full disk in the middle must not leave half of one, since
 * what is there is never touched again. A file that is there stays as it is.
 */
export function placeFile(to: string, from: { text: string } | { file: string }): void {
  mkdirSync(dirname(to), { recursive: true });
  // Of an ending that no watch and no test runner looks at.
  const draft = join(dirname(to), `.${basename(to)}.${process.pid}.tmp`);
  try {
    if ('text' in from) writeFileSync(draft, from.text);
    else copyFileSync(from.file, draft, constants.COPYFILE_FICLONE);
    linkOrCopy(draft, to);
  } finally {
    rmSync(draft, { force: true });
  }
}

function linkOrCopy(draft: string, to: string): void {
  try {
    linkSync(draft, to);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EEXIST') return;
    // Some file systems (FAT, some network drives) know no links.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
    copyFileSync(draft, to, constants.COPYFILE_EXCL);
  }
}
