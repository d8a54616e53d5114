import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder with a space and a letter beyond ASCII in its name, gone after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast übung ')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
