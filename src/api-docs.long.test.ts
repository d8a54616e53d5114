import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';

const root = new URL('../', import.meta.url).pathname;

/** What stands in the way of an API reference of this code. */
async function warningsOf(code: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'api-docs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'index.ts'), code);
  await writeFile(join(folder, 'package.json'), '{"name":"made","type":"module"}');
  await writeFile(join(folder, 'tsconfig.json'), '{"compilerOptions":{"types":[]},"files":["index.ts"]}');
  const options = {
    extends: [join(root, 'typedoc.json')],
    entryPoints: ['index.ts'],
    tsconfig: 'tsconfig.json',
    emit: 'none',
  };
  await writeFile(join(folder, 'typedoc.json'), JSON.stringify(options));
  const typedoc = join(root, 'node_modules/typedoc/bin/typedoc');
  const building = promisify(execFile)(process.execPath, [typedoc, '--options', folder], { cwd: root });
  const stderr = await building.then(
    () => '',
    (error: { stderr: string }) => error.stderr,
  );
  const lines = stderr.split('\n').filter((line) => /\bma[dk]e\b|\bMade/.test(line));
  return lines.map((line) => line.replace(/^\S*warning\S* /, ''));
}

describe('the API reference is not built', () => {
  it('where an option is not described, or its unit, its default or an example is missing', async () => {
    const code = `
      /** Options of make. */
      export interface MadeOptions {
        readonly share?: number;
        /** How long. */
        readonly waitMs?: number;
        /** In milliseconds. */
        readonly restMs?: number;
        /** In milliseconds. Default 3. */
        readonly fineMs?: number;
      }
      /** Makes it. */
      export function make(options: MadeOptions): void {
        void options;
      }`;
    expect(await warningsOf(code)).toEqual([
      'make has no @example.',
      'MadeOptions.share is an option, and is not described.',
      'MadeOptions.waitMs is named Ms, and does not say that it is in milliseconds.',
      'MadeOptions.waitMs is an option, and does not say its default.',
      'MadeOptions.restMs is an option, and does not say its default.',
    ]);
  });

  it('where an export is not described', async () => {
    expect(await warningsOf('export const made = 1;')).toEqual([
      expect.stringMatching(/^made \(Variable\).* does not have any documentation$/),
    ]);
  });
});
