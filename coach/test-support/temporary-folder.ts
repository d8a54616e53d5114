import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder with a space and a letter beyond ASCII in its name, gone after the test, or with `afterAll` after the file. */
export function temporaryFolder(whenDone: (remove: () => void) => void = onTestFinished): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast übung ')));
  whenDone(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
