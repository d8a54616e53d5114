// For tests: a workbook of three katas of a few lines, one for each level of help at which the learner writes the tests.
import { folderInside, writeFiles } from '../judge/fake-workbook.ts';

const bodies = {
  start: 'return a === b ? 0 : 0;',
  adds: 'return a + b;',
  cuts: 'return Math.trunc(a + b);',
};

const add = (body: string) => `export function add(a: number, b: number): number {\n  ${body}\n}\n`;
const subtract = (body: string) => `export function subtract(a: number, b: number): number {\n  ${body}\n}\n`;
const double = `export function double(a: number): number {\n  return 2 * a;\n}\n`;

const lines = {
  add: "test('adds', () => expect(add(1, 2)).toBe(3));",
  cut: "test('leaves the rest away', () => expect(add(1, 0.6)).toBe(1));",
  subtract: "test('subtracts', () => expect(subtract(3, 1)).toBe(2));",
  cutAgain: "test('leaves the rest away there too', () => expect(subtract(3, 0.6)).toBe(2));",
  double: "test('doubles', () => expect(double(2)).toBe(4));",
};

/** A test file of one line, as a learner may write it. */
export function testFile(line: keyof typeof lines): string {
  const name = line === 'cut' ? 'add' : line === 'cutAgain' ? 'subtract' : line;
  return `import { expect, test } from 'vitest';\nimport { ${name} } from 'my-client';\n${lines[line]}\n`;
}

function lasting(name: string, tests: readonly string[]): string {
  const body = tests.map((line) => `  ${line}`).join('\n');
  return `import { describe, expect, test } from 'vitest';\nimport { ${name} } from 'my-client';\ndescribe('${name}', () => {\n${body}\n});\n`;
}

const hints = { question: 'What comes out?', pointer: 'Look at the rest.' };

const module = (name: string, value: unknown) =>
  `export const ${name} = ${JSON.stringify(value, null, 2)};\n`;

const own = (id: string, title: string, more = {}) => ({
  kind: 'own',
  id,
  title,
  purpose: 'a sum of one kind',
  hints,
  ...more,
});

const readme = (title: string, help: string) =>
  `---\ntitle: ${title}\nminutes: 5\nhelp: ${help}\nsuccess: ${title} come out right.\nidea: A sum is a sum.\ncurates: true\n---\nTwo numbers.\n`;

const bug = (id: string, file: string, find: string, replace: string, breaks: string) => ({
  id,
  says: 'a number comes out wrong',
  hint: 'What comes out?',
  file,
  find,
  replace,
  breaks,
});

const declared = {
  add: 'export declare function add(a: number, b: number): number;\n',
  subtract: 'export declare function subtract(a: number, b: number): number;\n',
  double: 'export declare function double(a: number): number;\n',
};

const wholeSubtract = subtract('return Math.trunc(a - b);');

const files: Record<string, string> = {
  'package.json': '{ "type": "module" }\n',

  'katas/01-sums/after.md': '# After\n',
  'katas/01-sums/contract.d.ts': declared.add,
  'katas/01-sums/README.md': readme('Sums', 'titles'),
  'katas/01-sums/start/src/index.ts': add(bodies.start),
  'katas/01-sums/steps/index.ts': module('steps', [
    { kind: 'test', test: '01-adds.test.ts', title: 'adds', purpose: 'a first sum', hints },
    own('cuts', 'leaves the rest away'),
  ]),
  'katas/01-sums/steps/01-adds.test.ts': testFile('add'),
  'solutions/01-sums/steps/cuts.test.ts': testFile('cut'),
  'solutions/01-sums/steps.ts': module('edits', {
    '01-adds.test.ts': [{ file: 'index.ts', find: bodies.start, replace: bodies.adds }],
    cuts: [{ file: 'index.ts', find: bodies.adds, replace: bodies.cuts }],
  }),
  'solutions/01-sums/src/index.ts': add(bodies.cuts),
  'solutions/01-sums/lasting/add.test.ts': lasting('add', [lines.add, lines.cut]),
  'solutions/01-sums/bugs.ts': module('bugs', [bug('rounds', 'index.ts', 'trunc', 'round', 'add')]),
  'solutions/01-sums/other-ways/by-rest/index.ts': add('return a + b - ((a + b) % 1);'),

  'katas/02-differences/after.md': '# After\n',
  'katas/02-differences/contract.d.ts': declared.add + declared.subtract,
  'katas/02-differences/README.md': readme('Differences', 'behaviours'),
  'katas/02-differences/steps/index.ts': module('steps', [
    own('subtracts', 'subtracts', { firstLight: 'amber' }),
    own('cuts-again', 'leaves the rest away there too'),
  ]),
  'solutions/02-differences/steps/subtracts.test.ts': testFile('subtract'),
  'solutions/02-differences/steps/cuts-again.test.ts': testFile('cutAgain'),
  'solutions/02-differences/steps.ts': module('edits', {
    subtracts: [
      { file: 'subtract.ts', find: '', replace: subtract('return a - b;') },
      {
        file: 'index.ts',
        find: 'export function add',
        replace: "export * from './subtract.ts';\n\nexport function add",
      },
    ],
    'cuts-again': [{ file: 'subtract.ts', find: 'a - b', replace: 'Math.trunc(a - b)' }],
  }),
  'solutions/02-differences/src/index.ts': `export * from './subtract.ts';\n\n${add(bodies.cuts)}`,
  'solutions/02-differences/src/subtract.ts': wholeSubtract,
  'solutions/02-differences/lasting/subtract.test.ts': lasting('subtract', [lines.subtract, lines.cutAgain]),
  'solutions/02-differences/bugs.ts': module('bugs', [
    bug('turned-round', 'subtract.ts', 'a - b', 'b - a', 'subtract'),
  ]),
  'solutions/02-differences/other-ways/by-rest/subtract.ts': subtract('return a - b - ((a - b) % 1);'),

  'katas/03-doubles/after.md': '# After\n',
  'katas/03-doubles/contract.d.ts': declared.add + declared.subtract + declared.double,
  'katas/03-doubles/README.md': readme('Doubles', 'success'),
  'solutions/03-doubles/src/index.ts': `export * from './double.ts';\nexport * from './subtract.ts';\n\n${add(bodies.cuts)}`,
  'solutions/03-doubles/src/double.ts': double,
  'solutions/03-doubles/lasting/double.test.ts': lasting('double', [lines.double]),
  'solutions/03-doubles/bugs.ts': module('bugs', [
    bug('adds-two', 'double.ts', '2 * a', '2 + a + 1', 'double'),
  ]),
  'solutions/03-doubles/other-ways/by-sum/double.ts': double.replace('2 * a', 'a + a'),

  'katas/library-adapter.ts': `${add(bodies.cuts)}\n${wholeSubtract}\n${double}`,
};

/** Where the workbook was made. `changed`: other texts for some of its files. */
export function levelKatas(changed: Record<string, string> = {}): string {
  const workbook = folderInside();
  writeFiles(workbook, { ...files, ...changed });
  return workbook;
}
