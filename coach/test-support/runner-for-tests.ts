import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach } from 'vitest';
import type { RunRecord } from '../run/record.ts';
import { startRunner } from '../run/start-runner.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A warm runner for all tests of a file, and a small client that each of them finds as it was. */
export function runnerForTests() {
  const client = temporaryFolder(afterAll);
  const runner = startRunner({ clientFolder: client, testTimeoutMs: 500 });
  afterAll(() => runner.close());

  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(client, file)), { recursive: true });
    writeFileSync(join(client, file), text);
  };
  beforeEach(() => {
    for (const folder of ['src', 'throwaway']) rmSync(join(client, folder), { recursive: true, force: true });
    write('src/index.ts', 'export const answer = () => 41;');
    write('throwaway/answer.test.ts', testOf('answers', 'expect(answer()).toBe(42)'));
  });

  return {
    runner,
    write,
    remove: (file: string) => rmSync(join(client, file), { force: true }),
  };
}

/** A test file of one test, whose body begins in its line 4. */
export function testOf(title: string, body: string): string {
  return `import { expect, test } from 'vitest';\nimport { answer } from 'my-client';\ntest('${title}', async () => {\n  ${body};\n});\n`;
}

export function states(record: RunRecord): string[] {
  return record.tests.map(({ name, state }) => `${name}: ${state}`);
}
