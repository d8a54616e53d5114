import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourceHash } from '../client-folder/client-files.ts';
import { readSolution } from '../judge/read-field.ts';
import { applyEdit } from '../judge/tree.ts';
import { workedSteps } from '../kata/worked-steps.ts';
import type { Runner } from '../run/start-runner.ts';
import { showDiff, showMyDiff } from './show-diff.ts';
import { showSolution } from './show-solution.ts';
import { sitDown, solved, writeFiles } from './small-workbook.ts';
import { startKata } from './start-kata.ts';

/** As an editor on Windows saves, and git with `core.autocrlf` checks out where nothing tells it otherwise. */
function endLinesAsOnWindows(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/\r?\n/g, '\r\n'));
  }
}

test('a client whose lines end as on Windows has not been changed', () => {
  const { client, session } = sitDown();
  const before = sourceHash(client);

  endLinesAsOnWindows(join(client, 'src'));

  expect(showMyDiff(session, false).lines.join()).toContain('nothing has changed');
  expect(sourceHash(client)).toBe(before);
});

test('of a client whose lines end as on Windows only the lines are shown that were changed', () => {
  const { client, session } = sitDown();
  const lines = ['export const up = undefined;', 'one', 'two', 'three', 'four', 'five', 'mine'];
  writeFileSync(join(client, 'src', 'index.ts'), `${lines.join('\r\n')}\r\n`);

  const signs = showMyDiff(session, false).lines.map((line) => line.slice(0, 2));
  expect(signs).toEqual(['--', '++', '@@', ' e', '+o', '+t', '+t', '+f', '+f', '+m']);
});

test('it is not the learner’s own either, so that the solution comes whole', () => {
  const { client, session } = sitDown();
  endLinesAsOnWindows(join(client, 'src'));

  startKata(session, '3');

  expect(readFileSync(join(client, 'src', 'index.ts'), 'utf8')).toBe(solved.second['index.ts']);
});

test('a given test with other ends of lines is as it was given', async () => {
  const { client, session } = sitDown();
  session.next(false);
  const file = join(client, 'throwaway', 'kata-01', 'a.test.ts');
  const nothing = { files: [], tests: [], unhandled: [], killed: undefined, output: '', durationMs: 1 };
  const runner: Runner = { run: async () => nothing, close: async () => {} };

  endLinesAsOnWindows(join(client, 'throwaway'));
  await session.run(runner);
  expect(session.state.run?.altered).toBeUndefined();

  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '// b\r\n');
  await session.run(runner);
  expect(session.state.run?.altered).toBe('throwaway/kata-01/a.test.ts');
});

test('a workbook whose lines end as on Windows says the same, and takes the same edits', () => {
  const { workbook, session, katas } = sitDown();
  writeFiles(workbook, { 'solutions/03-three/src/index.ts': 'one\ntwo\n' });
  const said = () =>
    ['1', '2', '3'].map((n) => [showDiff(session, n, false), showSolution(session, n, false)]);
  const plain = said();

  endLinesAsOnWindows(workbook);

  expect(said()).toEqual(plain);
  const solution = readSolution(workbook, '03-three');
  const edit = { file: 'index.ts', find: 'one\ntwo', replace: 'three' };
  expect(applyEdit(solution, edit).get('index.ts')).toBe('three\n');
  const [step] = katas[0]?.steps ?? [];
  if (step === undefined) throw new Error('The first kata has a step.');
  expect(workedSteps(solution, [step], { 'a.test.ts': [edit] })).toMatchObject({
    'a.test.ts': [
      {
        lines: [
          { sign: '-', text: 'one' },
          { sign: '-', text: 'two' },
          { sign: '+', text: 'three' },
        ],
      },
    ],
  });
});
