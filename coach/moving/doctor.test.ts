import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeClientFolder } from '../client-folder/make-client-folder.ts';
import { checkJournal } from './check-journal.ts';
import { checkPackages } from './check-packages.ts';
import { checkSettings } from './check-settings.ts';
import { checkWorkbook } from './check-workbook.ts';
import { doctor } from './doctor.ts';
import { sitDown, writeFiles } from './small-workbook.ts';

function healthy() {
  const learner = sitDown();
  makeClientFolder(learner.client, learner.workbook);
  writeFiles(learner.workbook, {
    'package.json': '{ "devDependencies": { "a": "^1.0.0" } }',
    'package-lock.json': '{ "packages": { "node_modules/a": { "version": "1.2.0" } } }',
    'node_modules/a/package.json': '{ "version": "1.2.0" }',
  });
  return learner;
}

function git(folder: string, ...args: string[]): void {
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('GIT_')));
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', ['-C', folder, ...who, ...args], { env, stdio: 'ignore' });
}

test('where all is well every check says so, and nothing is changed', async () => {
  const learner = healthy();
  const settings = readFileSync(join(learner.client, 'tsconfig.json'), 'utf8');

  const { exit, lines } = await doctor(learner);

  expect(exit).toBe(0);
  const text = lines.join('\n');
  for (const name of ['node', 'folder', 'watching', 'packages', 'journal', 'settings'])
    expect(text).toMatch(new RegExp(`^  \\+ ${name}`, 'm'));
  expect(text).toContain('. workbook  not looked at');
  expect(lines.at(-1)).toBe('Nothing needs a cure.');
  expect(readFileSync(join(learner.client, 'tsconfig.json'), 'utf8')).toBe(settings);
});

test('what is not well is named with its cure, and the exit code says so', async () => {
  const learner = healthy();
  rmSync(join(learner.workbook, 'node_modules'), { recursive: true });

  const { exit, lines } = await doctor(learner);

  expect(exit).toBe(1);
  expect(lines.join('\n')).toMatch(/x packages {2}a is missing\n {4}Run npm ci\./);
  expect(lines.at(-1)).toMatch(/^1 of \d need a cure\.$/);
});

test('a package of another version than was tested is named', () => {
  const { workbook } = healthy();
  writeFiles(workbook, { 'node_modules/a/package.json': '{ "version": "1.1.0" }' });
  expect(checkPackages(workbook)).toMatchObject({ ok: false, says: 'a is 1.1.0, not 1.2.0' });
});

test('lines of the journal that nobody can read are counted, and no illness', () => {
  const { client } = healthy();
  const file = join(client, '.coach', 'journal.jsonl');
  expect(checkJournal(client)).toEqual({ name: 'journal', ok: true, says: '1 line' });
  appendFileSync(file, '{"at":"2026\n\n[]\n');
  expect(checkJournal(client)).toMatchObject({
    ok: true,
    mark: '!',
    says: expect.stringContaining('3 lines, 2 of them passed over'),
  });
  rmSync(file);
  expect(checkJournal(client).says).toBe('not begun yet');
  mkdirSync(file);
  expect(checkJournal(client).ok).toBe(false);
});

test('settings that were changed are told, key by key; one that cannot be read needs a cure', () => {
  const { client, workbook } = healthy();
  const tsconfig = join(client, 'tsconfig.json');
  const changed = readFileSync(tsconfig, 'utf8')
    .replace('"strict": true', '// mine\n"strict": false, "paths": {}')
    .replace('"noEmit": true,', '');
  writeFileSync(tsconfig, changed);
  writeFileSync(join(client, 'package.json'), '{ "name": ');

  expect(checkSettings(client, workbook)).toMatchObject([
    { ok: false, says: expect.stringContaining('package.json cannot be read') },
    {
      ok: true,
      mark: '!',
      says: 'tsconfig.json is not as the coach makes it: compilerOptions.strict is false, it was true; compilerOptions.noEmit is missing, it was true; compilerOptions.paths is added',
    },
  ]);
  expect(readFileSync(tsconfig, 'utf8')).toBe(changed);
});

test('edits of the workbook are found where git knows it', async () => {
  const { workbook } = healthy();
  expect(await checkWorkbook(workbook)).toMatchObject({ ok: true, mark: '.' });
  git(workbook, 'init');
  git(workbook, 'add', 'katas', 'solutions');
  git(workbook, 'commit', '-m', 'as it came');
  expect(await checkWorkbook(workbook)).toMatchObject({
    ok: true,
    says: expect.stringContaining('as they came'),
  });

  writeFiles(workbook, { 'solutions/01-one/src/index.ts': 'edited\n', 'katas/09-mine/new.ts': '' });

  expect(await checkWorkbook(workbook)).toMatchObject({
    ok: false,
    says: 'changed or added: solutions/01-one/src/index.ts, katas/09-mine/new.ts',
    cure: expect.stringContaining('git restore'),
  });
});
