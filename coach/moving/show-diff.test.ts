import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { applyPatch, parsePatch } from 'diff';
import { expect, test } from 'vitest';
import { showDiff, showMyDiff } from './show-diff.ts';
import { sitDown, solved, writeFiles } from './small-workbook.ts';
import { startKata } from './start-kata.ts';

test('what a kata changes in the solution, from the files it brings itself to the end', () => {
  const { session } = sitDown();
  expect(showDiff(session, undefined, false)).toEqual({
    exit: 0,
    lines: [
      '--- a/src/index.ts',
      '+++ b/src/index.ts',
      '@@ -1,1 +1,1 @@',
      '-export const up = undefined;',
      "+export const up = 'one';",
    ],
  });
});

test('another kata can be named; its patch leads from the solution before to the one after', () => {
  const { session } = sitDown();
  const { lines } = showDiff(session, '2', false);
  const [index, up] = parsePatch(`${lines.join('\n')}\n`);
  if (index === undefined || up === undefined) throw new Error(`Two patches in:\n${lines.join('\n')}`);
  expect(applyPatch(solved.first['index.ts'], index)).toBe(solved.second['index.ts']);
  expect(up.oldFileName).toBe('/dev/null');
  expect(applyPatch('', up)).toBe(solved.second['up.ts']);
});

test('a kata that changes nothing says so, and an unknown one names the choices', () => {
  const { session } = sitDown();
  expect(showDiff(session, '4', false).lines).toEqual(['In kata 4 (four) the solution stays as it was.']);
  expect(showDiff(session, '9', false)).toMatchObject({
    exit: 64,
    lines: [expect.stringContaining('choices')],
  });
});

test('what is mine is what I changed since the kata began, and not what came from the solutions', () => {
  const { client, session } = sitDown();
  startKata(session, '3');
  expect(showMyDiff(session, false).lines.join()).toContain('nothing has changed');
  writeFiles(client, { 'src/up.ts': 'mine\n', 'lasting/new.test.ts': '// new\n', 'throwaway/t.test.ts': '' });
  rmSync(join(client, 'src', 'index.ts'));

  const { lines } = showMyDiff(session, false);

  expect(lines.filter((line) => /^(---|\+\+\+)/.test(line))).toEqual([
    '--- /dev/null',
    '+++ b/lasting/new.test.ts',
    '--- a/src/index.ts',
    '+++ /dev/null',
    '--- a/src/up.ts',
    '+++ b/src/up.ts',
  ]);
});

test('without a copy of the beginning there is nothing to compare with', () => {
  const { client, session } = sitDown();
  rmSync(join(client, '.coach', 'snapshots'), { recursive: true });
  expect(showMyDiff(session, false)).toMatchObject({ exit: 1, lines: [expect.stringContaining('no copy')] });
});

test('colours are for a terminal, and say nothing that the signs do not', () => {
  const { session } = sitDown();
  const { lines } = showDiff(session, undefined, true);
  expect(lines).toContain("\u001b[32m+export const up = 'one';\u001b[39m");
  expect(lines).toContain('\u001b[31m-export const up = undefined;\u001b[39m');
});
