// For tests: a workbook of one kata, small enough to be read beside the test that uses it.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { workbookFolder } from '../kata/folders.ts';
import type { Bug, Kata } from '../kata/kata.ts';

export function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

/** A folder inside the repository, so that packages resolve from it; gone after the test. */
export function folderInside(): string {
  const folder = lastingFolderInside();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The same, for whoever removes it themselves. */
export function lastingFolderInside(): string {
  const parent = join(workbookFolder, 'node_modules', '.holdfast-tests');
  mkdirSync(parent, { recursive: true });
  return realpathSync(mkdtempSync(join(parent, 'übung ')));
}

export const fakeKata: Kata = {
  id: '01',
  slug: '01-sums',
  folder: '',
  title: 'Sums',
  minutes: 5,
  help: 'success',
  success: 'Sums come out right.',
  idea: 'Sums.',
  text: '',
  steps: [],
  curates: true,
};

/** The solution, in two modules, so that relative imports are part of every test. */
export const solution = {
  'index.ts': `import { sum } from './sum.ts';\nexport const add = (a: number, b: number): number => sum([a, b]);\nexport const total = (all: number[]): number => sum(all);\n`,
  'sum.ts': `export const sum = (all: number[]): number => all.reduce((a, b) => a + b, 0);\n`,
};

export const bugs: Bug[] = [
  {
    id: 'adds-one',
    says: 'a sum is one too many',
    hint: 'What is nothing and nothing?',
    file: 'sum.ts',
    find: ', 0)',
    replace: ', 1)',
    breaks: 'add',
  },
  {
    id: 'forgets-the-second',
    says: 'the second number is left out',
    hint: 'Does it matter what the second number is?',
    file: 'index.ts',
    find: 'sum([a, b])',
    replace: 'sum([a])',
    breaks: 'add',
  },
];

export type FakeContent = {
  bugs?: Bug[];
  otherWays?: Record<string, Record<string, string>>;
  lasting?: Record<string, string>;
  yours?: Record<string, string>;
};

/** Makes a workbook, and fills the client's folder anew: with the solution unless another client is given. */
export function fakeWorkbook(client: string, content: FakeContent = {}): string {
  const workbook = folderInside();
  const folder = `solutions/${fakeKata.slug}`;
  writeFiles(workbook, {
    ...below(`${folder}/src`, solution),
    [`${folder}/bugs.ts`]: `export const bugs = ${JSON.stringify(content.bugs ?? bugs)};\n`,
    'katas/library-adapter.ts': solution['index.ts'].replace("'./sum.ts'", "'../library/sum.ts'"),
    'library/sum.ts': solution['sum.ts'],
  });
  const ways = content.otherWays ?? {
    'adds-by-hand': {
      'index.ts':
        'export const add = (a: number, b: number): number => a + b;\nexport const total = (all: number[]) => all.reduce(add, 0);\n',
    },
  };
  for (const [name, files] of Object.entries(ways))
    writeFiles(workbook, below(`${folder}/other-ways/${name}`, files));
  writeFiles(client, {
    ...below('src', content.yours ?? solution),
    ...below('lasting', content.lasting ?? {}),
  });
  return workbook;
}

function below(folder: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]));
}
