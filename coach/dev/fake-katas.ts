// For tests: two katas of a few lines that hold every kind of step, and all that dev check asks of them.
import { join } from 'node:path';
import { folderInside, writeFiles } from '../judge/fake-workbook.ts';

const head = `import { expect, test, vi } from 'vitest';\nimport { add } from 'my-client';\n`;
const hints = `{ question: 'What is asked?', pointer: 'Look at the sum.' }`;

const readme = (front: string) =>
  `---\ntitle: Sums\nminutes: 5\nhelp: given\nsuccess: Sums come out right.\nidea: A sum is a sum.\n${front}---\nAdd two numbers.\n`;

const texts = (kata: string) => ({
  [`${kata}/contract.d.ts`]: 'export declare function add(a: number, b: number): number;\n',
  [`${kata}/after.md`]: '# After\n',
});

const asked = (find: string, replace: string) => ({ file: 'index.ts', find, replace });

const client = (body: string) => `export function add(a: number, b: number): number {\n  ${body}\n}\n`;
const bodies = {
  start: 'return a === b ? 0 : 0;',
  plain: 'return a + b;',
  whole: 'return Math.trunc(a + b);',
  refactored: 'return (a + b) - ((a + b) % 1);',
  again: 'return a + b - ((a + b) % 1);',
};

const lasting = `import { describe, expect, test } from 'vitest';
import { add } from 'my-client';
describe('add', () => {
  test('nothing and nothing is nothing', () => expect(add(0, 0)).toBe(0));
});
describe('whole', () => {
  test('leaves the rest away', () => expect(add(1, 0.6)).toBe(1));
});
`;

const bug = (id: string, find: string, replace: string, breaks: string) => ({
  id,
  says: 'a sum is wrong',
  hint: 'What is the sum?',
  ...asked(find, replace),
  breaks,
});

const sound: Record<string, string> = {
  'package.json': '{ "type": "module" }\n',
  'katas/01-sums/README.md': readme(''),
  ...texts('katas/01-sums'),
  'katas/01-sums/start/src/index.ts': client(bodies.start),
  'katas/01-sums/steps/index.ts': `export const steps = [
  { kind: 'test', test: '01-adds.test.ts', title: 'adds', purpose: 'a first sum', hints: ${hints} },
  { kind: 'test', test: '02-cuts.test.ts', title: 'cuts', purpose: 'whole sums', coupled: true, hints: ${hints} },
];
`,
  'katas/01-sums/steps/01-adds.test.ts': `${head}test('adds', () => expect(add(1, 2)).toBe(3));\n`,
  'katas/01-sums/steps/02-cuts.test.ts': `${head}test('cuts', () => {
  const trunc = vi.spyOn(Math, 'trunc');
  add(1, 2);
  expect(trunc).toHaveBeenCalledTimes(1);
});
`,
  'solutions/01-sums/src/index.ts': client(bodies.whole),
  'solutions/01-sums/steps.ts': `export const edits = ${JSON.stringify({
    '01-adds.test.ts': [asked(bodies.start, bodies.plain)],
    '02-cuts.test.ts': [asked(bodies.plain, bodies.whole)],
  })};\n`,
  'solutions/01-sums/lasting/add.test.ts': lasting,
  'solutions/01-sums/bugs.ts': `export const bugs = ${JSON.stringify([
    bug('one-too-many', 'a + b', 'a + b + (a === 0 ? 1 : 0)', 'add'),
    { ...bug('rounds', 'trunc', 'round', 'whole'), step: '02-cuts.test.ts' },
  ])};\n`,
  'solutions/01-sums/other-ways/by-rest/index.ts': client(bodies.refactored),

  'katas/02-let-go/README.md': readme('curates: true\n'),
  ...texts('katas/02-let-go'),
  'katas/02-let-go/steps/index.ts': `export const steps = [
  { kind: 'refactor', id: 'other-inside', title: 'another inside', purpose: 'feel it', says: ['Use the rest.'], hints: ${hints} },
  { kind: 'refactor', id: 'shorter', title: 'shorter', purpose: 'feel nothing', says: ['Fewer marks.'], afterRelease: true, hints: ${hints} },
];
`,
  'solutions/02-let-go/src/index.ts': client(bodies.again),
  'solutions/02-let-go/steps.ts': `export const edits = ${JSON.stringify({
    'other-inside': [asked(bodies.whole, bodies.refactored)],
    shorter: [asked('(a + b) - (', 'a + b - (')],
  })};\n`,
  'solutions/02-let-go/lasting/add.test.ts': lasting,
  'solutions/02-let-go/bugs.ts': `export const bugs = ${JSON.stringify([
    bug('keeps-the-rest', '- ((a + b) % 1)', '', 'whole'),
  ])};\n`,
  'solutions/02-let-go/other-ways/cuts/index.ts': client(bodies.whole),

  'katas/library-adapter.ts': client('return Math.trunc(a + b);'),
};

/** A workbook in which every claim holds, but for the files given. */
export function fakeKatas(changed: Record<string, string | ((text: string) => string)> = {}): string {
  const workbook = folderInside();
  const files = { ...sound };
  for (const [file, change] of Object.entries(changed))
    files[file] = typeof change === 'string' ? change : change(sound[file] ?? '');
  writeFiles(workbook, files);
  return join(workbook);
}
