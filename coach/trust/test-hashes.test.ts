// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are the source of tests
import { describe, expect, test } from 'vitest';
import { hashFor } from './hash-for.ts';
import { type TestHash, testHashes } from './test-hashes.ts';

const file = 'throwaway/up.test.ts';

function hashesOf(source: string, others: Record<string, string> = {}): TestHash[] {
  return testHashes(source, file, (path) => others[path]);
}

function onlyHash(source: string, others: Record<string, string> = {}): string {
  const [first, ...rest] = hashesOf(source, others);
  expect(rest).toEqual([]);
  return first?.hash ?? '';
}

const body = "test('a', async () => { expect(await isUp('x')).toBe(true); });";

describe('the same test, although its text differs', () => {
  test.for<[title: string, source: string]>([
    ['comments', `/* 1 */ test('a', async () => { // 2\n expect(await isUp('x')).toBe(true); });`],
    ['white space', `test(\n'a',\n\n async()=>{\n\texpect( await isUp('x') ).toBe(true);\n});`],
    ['quotes', 'test("a", async () => { expect(await isUp("x")).toBe(true); });'],
    ['a plain template', "test('a', async () => { expect(await isUp(`x`)).toBe(true); });"],
    ['trailing commas', "test('a', async () => { expect(await isUp('x',)).toBe(true,); },);"],
    ['semicolons', "test('a', async () => { expect(await isUp('x')).toBe(true) })"],
    ['another name', "test('b', async () => { expect(await isUp('x')).toBe(true); });"],
    ['skip', "test.skip('a', async () => { expect(await isUp('x')).toBe(true); });"],
    ['only', "test.only('a', async () => { expect(await isUp('x')).toBe(true); });"],
    ['concurrent', "test.concurrent('a', async () => { expect(await isUp('x')).toBe(true); });"],
    ['it', "it('a', async () => { expect(await isUp('x')).toBe(true); });"],
    ['brackets', `test('a', async () => { expect((await (isUp('x')))).toBe((true)); });`],
    ['a helper it does not use', `const other = 1;\n${body}`],
    ['an import it does not use', `import { other } from './helpers.ts';\n${body}`],
    ['a property named as a helper it does not use', `const toBe = 1;\n${body}`],
  ])('%s', ([, source]) => {
    expect(onlyHash(source, { 'throwaway/helpers.ts': 'export const other = 1;' })).toBe(onlyHash(body));
  });
});

test('lines that end as on Windows make no other test, not even in a text of many lines', () => {
  const source =
    "const text = `one\ntwo`;\n// why\ntest('a', () => {\n  expect(f(`${text}\nthree`)).toBe(`\n`);\n});\n";
  expect(onlyHash(source.replaceAll('\n', '\r\n'))).toBe(onlyHash(source));
});

describe('another test, although its name is the same', () => {
  test.for<[title: string, before: string, after: string]>([
    ['a changed value', body, body.replace('true', 'false')],
    ['a changed name', body, body.replace('isUp', 'isDown')],
    ['a lost await', body, body.replace('await ', '')],
    ['another sign', "test('a', () => { f(+x); });", "test('a', () => { f(-x); });"],
    ['another operator', "test('a', () => { f(x && y); });", "test('a', () => { f(x || y); });"],
    ['a template', "test('a', () => { f(`a${x}b`); });", "test('a', () => { f(`a${x}c`); });"],
    ['a regular expression', "test('a', () => { f(/a/); });", "test('a', () => { f(/b/); });"],
    ['an option', "test('a', { timeout: 1 }, f);", "test('a', { timeout: 2 }, f);"],
    ['fails', "test('a', () => { f(); });", "test.fails('a', () => { f(); });"],
    ['a table', "test.each([1])('a', f);", "test.each([2])('a', f);"],
    ['a table by name', "const t = [1];\ntest.each(t)('a', f);", "const t = [2];\ntest.each(t)('a', f);"],
    ['a written table', "test.each`a\n${1}`('a', f);", "test.each`a\n${2}`('a', f);"],
    [
      'the table of its group',
      "describe.each([1])('g', () => { test('a', f); });",
      "describe.each([2])('g', () => { test('a', f); });",
    ],
    ['a helper', `const isUp = () => 1;\n${body}`, `const isUp = () => 2;\n${body}`],
    ['a function below', `${body}\nfunction isUp() { return 1; }`, `${body}\nfunction isUp() { return 2; }`],
    [
      'a helper of a helper',
      `const one = 1;\nconst isUp = () => one;\n${body}`,
      `const one = 2;\nconst isUp = () => one;\n${body}`,
    ],
    ['a destructured helper', `const { isUp } = make(1);\n${body}`, `const { isUp } = make(2);\n${body}`],
    [
      'a helper that becomes the body',
      "const f = () => 1;\ntest('a', f);",
      "const f = () => 2;\ntest('a', f);",
    ],
    ['a hook', `beforeEach(() => start(1));\n${body}`, `beforeEach(() => start(2));\n${body}`],
    ['set-up at top level', `vi.useFakeTimers();\n${body}`, `vi.useRealTimers();\n${body}`],
    [
      'a hook of its group',
      `describe('g', () => { afterEach(() => stop(1)); ${body} });`,
      `describe('g', () => { afterEach(() => stop(2)); ${body} });`,
    ],
    [
      'what a hook uses',
      `const port = 1;\nbeforeEach(() => start(port));\n${body}`,
      `const port = 2;\nbeforeEach(() => start(port));\n${body}`,
    ],
    [
      'a name that a nearer one hides',
      `const isUp = 1;\ndescribe('g', () => { const isUp = 1; ${body} });`,
      `const isUp = 1;\ndescribe('g', () => { const isUp = 2; ${body} });`,
    ],
    [
      'a loop around it',
      'for (const status of [200]) test(`${status}`, () => f(status));',
      'for (const status of [204]) test(`${status}`, () => f(status));',
    ],
    [
      'what test was made of',
      "const it = test.extend({ client: 1 });\nit('a', f);",
      "const it = test.extend({ client: 2 });\nit('a', f);",
    ],
  ])('%s', ([, before, after]) => {
    expect(onlyHash(after)).not.toBe(onlyHash(before));
  });
});

describe('names that only look like those of helpers', () => {
  test.for<[title: string, body: string]>([
    ['a key', "test('a', () => f({ url: 1 }));"],
    ['a key taken out', "test('a', () => { const { url: x } = f(); });"],
    ['a parameter', "test('a', (url) => f(url));"],
    ['a local', "test('a', () => { const url = 2; f(url); });"],
    ['a property', "test('a', () => f(x.url));"],
  ])('%s', ([, using]) => {
    expect(onlyHash(`const url = 2;\n${using}`)).toBe(onlyHash(`const url = 1;\n${using}`));
  });
});

test('tests beside it, and whatever they use, do not count', () => {
  const hashBeside = (value: number) =>
    hashesOf(`const n = ${value};\ntest('b', () => f(n));\ndescribe('g', () => { f(n); });\n${body}`).at(-1)
      ?.hash;
  expect(hashBeside(2)).toBe(hashBeside(1));
});

describe('helpers of other files', () => {
  const using = (specifier: string, names = '{ isUp }') => `import ${names} from '${specifier}';\n${body}`;

  test.for<[title: string, source: string, path: string, before: string, after: string]>([
    ['imported', using('./h.ts'), 'throwaway/h.ts', 'export const isUp = 1;', 'export const isUp = 2;'],
    ['one folder up', using('../h.ts'), 'h.ts', 'export const isUp = 1;', 'export const isUp = 2;'],
    [
      'imported as .js',
      using('./h.js'),
      'throwaway/h.ts',
      'export const isUp = 1;',
      'export const isUp = 2;',
    ],
    [
      'under another name',
      using('./h.ts', '{ isOk as isUp }'),
      'throwaway/h.ts',
      'export const isOk = 1;',
      'export const isOk = 2;',
    ],
    [
      'as the default',
      using('./h.ts', 'isUp'),
      'throwaway/h.ts',
      'export default function () { return 1; }',
      'export default function () { return 2; }',
    ],
    [
      'as a whole',
      `import * as h from './h.ts';\ntest('a', () => h.isUp());`,
      'throwaway/h.ts',
      'export const isUp = 1;',
      'export const isUp = 2;',
    ],
    [
      'with what they use',
      using('./h.ts'),
      'throwaway/h.ts',
      'const n = 1; export const isUp = () => n;',
      'const n = 2; export const isUp = () => n;',
    ],
    [
      'exported below',
      using('./h.ts'),
      'throwaway/h.ts',
      'const n = 1; export { n as isUp };',
      'const n = 2; export { n as isUp };',
    ],
    [
      'with what runs when they load',
      using('./h.ts'),
      'throwaway/h.ts',
      'beforeEach(() => 1); export const isUp = 1;',
      'beforeEach(() => 2); export const isUp = 1;',
    ],
    [
      'loaded for that only',
      `import './h.ts';\n${body}`,
      'throwaway/h.ts',
      'beforeEach(() => 1);',
      'beforeEach(() => 2);',
    ],
  ])('count when %s', ([, source, path, before, after]) => {
    expect(onlyHash(source, { [path]: after })).not.toBe(onlyHash(source, { [path]: before }));
  });

  test('count through a file that passes them on', () => {
    const others = { 'throwaway/h.ts': "export { isUp } from './deep.ts';" };
    const withDeep = (value: number) =>
      onlyHash(using('./h.ts'), { ...others, 'throwaway/deep.ts': `export const isUp = ${value};` });
    expect(withDeep(2)).not.toBe(withDeep(1));
  });

  test('do not count beside the one that is used', () => {
    const withOther = (value: number) =>
      onlyHash(using('./h.ts'), {
        'throwaway/h.ts': `export const isUp = 1; export const other = ${value};`,
      });
    expect(withOther(2)).toBe(withOther(1));
  });

  test('that import each other come to an end', () => {
    const others = {
      'throwaway/h.ts': "import { b } from './i.ts'; export const isUp = () => b;",
      'throwaway/i.ts': "import { isUp } from './h.ts'; export const b = () => isUp;",
    };
    expect(onlyHash(using('./h.ts'), others)).toMatch(/^[\da-f]{12}$/);
  });

  test("never count the client's own source", () => {
    const withClient = (value: number) =>
      onlyHash(using('../src/index.ts'), { 'src/index.ts': `export const isUp = ${value};` });
    expect(withClient(2)).toBe(withClient(1));
  });
});

describe('names', () => {
  test('are full, with the line where the test begins', () => {
    const source =
      "describe('client', () => {\n  describe('up', () => {\n    test('says yes', f);\n  });\n});\nit('b', f);";
    expect(hashesOf(source)).toMatchObject([
      { name: 'client > up > says yes', line: 3 },
      { name: 'b', line: 6 },
    ]);
  });

  test('of todo, skip, only, fails, renamed and extended functions are found', () => {
    const source = `
      import { it as spec } from 'vitest';
      const mine = test.extend({});
      test.todo('1');
      test.skip('2', f);
      describe.only('g', () => { it.only('3', f); });
      test.fails('4', f);
      test.concurrent.skip('5', f);
      test.skipIf(true)('6', f);
      spec('7', f);
      mine('8', f);
      const quiet = test.skip;
      quiet('9', f);
    `;
    expect(hashesOf(source).map(({ name }) => name)).toEqual([
      '1',
      '2',
      'g > 3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
    ]);
  });

  test('are not taken from other functions', () => {
    expect(
      hashesOf("const x = test.extend({}); other('a', f); expect(it).test('a'); test.each([1]);"),
    ).toEqual([]);
  });

  test.for<[source: string, shown: string]>([
    ["test.each([1, 2])('retries %i times', f);", 'retries 1 times'],
    ["test.each([{ a: 1 }])('is $a', f);", 'is 1'],
    ["test.for([1])('%s', f);", '1'],
    ['for (const s of [200]) test(`says ${s}`, f);', 'says 200'],
    ['for (const s of names) test(s, f);', 'anything'],
    ["describe.each([1])('with %i', () => { test('says', f); });", 'with 1 > says'],
    ["describe(isUp, () => { test('says', f); });", 'isUp > says'],
    ["test.each([1])('100 %% (or *)', f);", '100 % (or *)'],
  ])('of %s fit what a run shows', ([source, shown]) => {
    const hashes = hashesOf(source);
    expect(hashFor(shown, hashes)).toBe(hashes[0]?.hash);
  });

  test('prefer the exact one', () => {
    const hashes = hashesOf("test.each([1])('says %s', f);\ntest('says yes', g);");
    expect(hashFor('says yes', hashes)).toBe(hashes[1]?.hash);
  });

  test('that no test of the file can have get no hash', () => {
    expect(hashFor('other', hashesOf("test.each([1])('says %s', f);"))).toBe('');
  });
});

test('a file that cannot be parsed gives what can be read of it', () => {
  expect(hashesOf("test('a', () => { expect( ")).toHaveLength(1);
});

test('a file of ten tests takes less than five milliseconds', () => {
  const source = Array.from({ length: 10 }, (_, index) => body.replace("'a'", `'${index}'`)).join('\n');
  const measured = Array.from({ length: 20 }, () => {
    const start = performance.now();
    hashesOf(`const isUp = () => 1;\nbeforeEach(() => start());\n${source}`);
    return performance.now() - start;
  });
  // The best of twenty: other work on the machine must not fail this.
  expect(Math.min(...measured)).toBeLessThan(5);
});
