import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { startBench } from './bench.ts';
import {
  type FakeContent,
  fakeKata,
  fakeWorkbook,
  lastingFolderInside,
  writeFiles,
} from './fake-workbook.ts';
import type { Judgement } from './judgement.ts';
import { startJudge } from './start-judge.ts';

const head = `import { describe, expect, test } from 'vitest';\nimport * as client from 'my-client';\nimport { add } from 'my-client';\n`;

// A busy machine may take long, and what is tested here is not how long.
vi.setConfig({ testTimeout: 30_000 });

// One process for all of them: it stays warm between judgements, and starting it takes most of a second.
const client = lastingFolderInside();
const bench = startBench(client);
afterAll(async () => {
  await bench.close();
  rmSync(client, { recursive: true, force: true });
});

async function judging(content: FakeContent): Promise<() => Promise<Judgement>> {
  const workbook = fakeWorkbook(client, content);
  const { judge } = startJudge({ client, workbook }, bench);
  const lastingFiles = Object.keys(content.lasting ?? {})
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `lasting/${file}`);
  return () => judge({ kata: fakeKata, lastingFiles });
}

async function judgementOn(content: FakeContent): Promise<Judgement> {
  return (await judging(content))();
}

const lasting = (tests: string) => ({ 'client.test.ts': `${head}${tests}` });

test('right clients are accepted, a bug is caught by the test that fails, and another escapes', async () => {
  const judgement = await judgementOn({
    lasting: lasting(
      `describe('add', () => { test('nothing and nothing', () => expect(add(0, 0)).toBe(0)); });`,
    ),
  });

  expect(judgement).toMatchObject({
    tests: [
      { file: 'lasting/client.test.ts', name: 'add > nothing and nothing', refuses: [], fails: ['adds-one'] },
    ],
    otherWays: { accepted: ['solution', 'adds-by-hand', 'library'], refused: [] },
    bugs: {
      caught: [
        { id: 'adds-one', by: [{ file: 'lasting/client.test.ts', test: 'add > nothing and nothing' }] },
      ],
      escaped: ['forgets-the-second'],
    },
    notJudged: [],
  });
});

test('a test that refuses one right client is named with its message, and catches nothing', async () => {
  const judgement = await judgementOn({
    lasting: lasting(
      `test('says its name', () => expect(add.toString(), 'how add is written').toContain('sum')); test('add', () => expect(add(0, 1)).toBe(1));`,
    ),
  });

  expect(judgement.otherWays).toEqual({
    accepted: ['solution', 'library'],
    refused: [
      {
        way: 'adds-by-hand',
        file: 'lasting/client.test.ts',
        test: 'says its name',
        message: expect.stringContaining('how add is written'),
      },
    ],
  });
  expect(judgement.bugs.caught.flatMap(({ by }) => by.map(({ test }) => test))).not.toContain(
    'says its name',
  );
});

test('a refusal that only comes because of what ran before is not held against anybody', async () => {
  const judgement = await judgementOn({
    lasting: lasting(
      `test('is the first', () => { const seen = Reflect.get(globalThis, 'seen') ?? 0; Reflect.set(globalThis, 'seen', seen + 1); expect(seen).toBe(0); });`,
    ),
  });

  expect(judgement.otherWays.refused).toEqual([]);
  expect(judgement.otherWays.accepted).toEqual(['solution', 'adds-by-hand', 'library']);
});

test('a test that hangs on chance proves nothing, be it the test or a client that draws', async () => {
  const judgement = await judgementOn({
    otherWays: {
      draws: {
        'index.ts':
          'export const add = (a: number, b: number) => a + b;\nexport const wait = () => Math.random();',
      },
    },
    lasting: lasting(
      [
        `test('flips a coin', () => { if (Math.random() > 0.3) expect(add(0, 0)).toBe(0); });`,
        `test('reads one wait', () => { expect(Reflect.get(client, 'wait')?.() ?? 1).toBeGreaterThan(0.3); expect(add(0, 0)).toBe(0); });`,
        `test('reads no chance', () => { expect(Math.random()).toBeLessThan(1); expect(add(0, 0)).toBe(0); });`,
      ].join('\n'),
    ),
  });

  expect(judgement.tests).toMatchObject([
    { name: 'flips a coin', refuses: [], fails: [], hangsOnChance: { way: 'adds-one', isRight: false } },
    { name: 'reads one wait', refuses: [], fails: [], hangsOnChance: { way: 'draws', isRight: true } },
    { name: 'reads no chance', refuses: [], fails: ['adds-one'] },
  ]);
  expect(judgement.tests[2]).not.toHaveProperty('hangsOnChance');
  expect(judgement.otherWays.refused).toEqual([]);
  expect(judgement.bugs.caught.flatMap(({ by }) => by.map(({ test }) => test))).toEqual(['reads no chance']);
});

test('a test that no right client passes is not judged, and says what it asks for where that can be known', async () => {
  const judgement = await judgementOn({
    yours: {
      'index.ts':
        'export const add = (a: number, b: number) => a + b;\nexport const twice = (a: number) => a * 2;\n',
    },
    lasting: lasting(
      [
        `test('twice', () => expect(Reflect.get(client, 'twice')(2)).toBe(4));`,
        `test('one more', () => expect(add(1, 1)).toBe(3));`,
        `test('not two', () => expect(add(1, 1)).not.toBe(2));`,
        `test('wrong', () => expect(add(1, 1)).toBe(7));`,
        `test('add', () => expect(add(1, 2)).toBe(3));`,
      ].join('\n'),
    ),
  });

  const file = 'lasting/client.test.ts';
  expect(judgement.notJudged).toEqual([
    { file, test: 'twice', why: expect.stringMatching(/only yours does$/) },
    { file, test: 'one more', why: expect.stringMatching(/passes neither/), asksFor: 'adds-one' },
    // Two bugs pass it: nobody can say which of them is meant.
    { file, test: 'not two', why: expect.stringMatching(/passes neither/) },
    { file, test: 'wrong', why: expect.stringMatching(/passes neither/) },
  ]);
  expect(judgement.otherWays.refused).toEqual([]);
  expect(judgement.tests.map(({ name }) => name)).toEqual(['add']);
});

test('a right client that cannot be loaded is the fault of the workbook; a file that cannot be loaded with one refuses it', async () => {
  const judgement = await judgementOn({
    otherWays: {
      broken: { 'index.ts': 'throw new Error("no such luck");' },
      'adds-by-hand': { 'index.ts': 'export const add = (a: number, b: number): number => a + b;' },
    },
    lasting: lasting(
      `if (!add.toString().includes('sum')) throw new Error('not as I like it');\ntest('add', () => expect(add(1, 2)).toBe(3));`,
    ),
  });

  expect(judgement.otherWays).toEqual({
    accepted: ['solution', 'library'],
    refused: [
      { way: 'adds-by-hand', file: 'lasting/client.test.ts', test: 'add', message: 'not as I like it' },
    ],
  });
  expect(judgement.notJudged).toEqual([
    { file: 'my-client', test: undefined, why: 'the right client broken could not be loaded: no such luck' },
  ]);
});

test('what says nothing is named: no test executed, a snapshot, a reach past the face of the client', async () => {
  const judgement = await judgementOn({
    lasting: {
      'mocks.test.ts': `import { test, vi } from 'vitest';\nvi.mock('my-client', () => ({}));\ntest('a', () => {});`,
      'inside.test.ts': `import { test } from 'vitest';\nimport './helper.js';\ntest('a', () => {});`,
      'helper.ts': `export { sum } from '../src/sum.ts';`,
      'skips.test.ts': `${head}test.skip('add', () => {});`,
      'remembers.test.ts': `${head}${[
        `test('stored', () => expect(add(1, 2)).toMatchSnapshot());`,
        `test('new', () => expect(add(1, 2)).toMatchInlineSnapshot());`,
        `test('filled in', () => expect(add(1, 2)).toMatchInlineSnapshot('3'));`,
      ].join('\n')}`,
    },
  });

  const left = (file: string, test: string | undefined, why: RegExp) => ({
    file: `lasting/${file}`,
    test,
    why: expect.stringMatching(why),
  });
  expect(judgement.notJudged).toEqual([
    left('mocks.test.ts', undefined, /^reaches inside: .*replaces/),
    left('inside.test.ts', undefined, /^reaches inside: .*sum\.ts/),
    left('remembers.test.ts', 'stored', /^reaches inside: /),
    left('remembers.test.ts', 'new', /^reaches inside: /),
    left('skips.test.ts', undefined, /^no test in it was executed$/),
  ]);
  expect(judgement.tests.map(({ name }) => name)).toEqual(['filled in']);
});

test('no file at all is judged at once', async () => {
  expect(await judgementOn({ lasting: {} })).toMatchObject({
    tests: [],
    otherWays: { accepted: [], refused: [] },
    notJudged: [],
  });
});

test('variants do not see what each other put on globals while they were loaded', async () => {
  const judgement = await judgementOn({
    lasting: lasting(`
const mine = Math.random();
const before = globalThis.crypto;
Object.defineProperty(globalThis, 'crypto', { value: { mine }, configurable: true });
test('a global of its own', () => expect(Reflect.get(crypto, 'mine')).toBe(mine));
test('the global it found', () => expect(Reflect.get(before, 'mine')).toBe(undefined));
`),
  });

  expect(judgement.notJudged).toEqual([]);
  expect(judgement.otherWays).toEqual({ accepted: ['solution', 'adds-by-hand', 'library'], refused: [] });
});

test('an edited test is judged anew, and so is an edited client', async () => {
  const judge = await judging({
    lasting: lasting(`test('add', () => expect(add(1, 0)).toBe(1));`),
  });
  expect((await judge()).bugs.caught.map(({ id }) => id)).toEqual(['adds-one']);

  writeFiles(client, {
    'lasting/client.test.ts': `${head}test('add', () => expect(add(0, 2)).not.toBe(0));`,
  });
  expect((await judge()).bugs.caught.map(({ id }) => id)).toEqual(['forgets-the-second']);

  writeFiles(client, {
    'src/index.ts': 'export const add = () => 0;',
    'lasting/client.test.ts': `${head}test('add', () => expect(add(1, 1)).toBe(0));`,
  });
  expect((await judge()).notJudged[0]?.why).toMatch(/only yours does$/);
});

describe('at the end of a kata, the tests of its solution', () => {
  const tests = {
    'solutions/01-sums/lasting/sums.test.ts': `${head}
describe('add', () => {
  test('two', () => expect(add(1, 1)).toBe(2));
  test('none', () => expect(add(0, 0)).toBe(0));
});
describe('total', () => { test('adds all', () => expect(client.total([1, 2, 3])).toBe(6)); });
describe('never', () => { test('is asked of nobody: the solution fails it', () => expect(add(1, 1)).toBe(7)); });
`,
  };

  async function missingFrom(yours: string): Promise<string[]> {
    const workbook = fakeWorkbook(client, { yours: { 'index.ts': yours } });
    writeFiles(workbook, tests);
    return startJudge({ client, workbook }, bench).missing(fakeKata);
  }

  test('name the behaviours that the client does not show', async () => {
    expect(await missingFrom('export const add = (a: number, b: number) => a + b;')).toEqual(['total']);
  });

  test('name all of them where the client cannot be loaded', async () => {
    expect(await missingFrom('throw new Error("no");')).toEqual(['add', 'total']);
  });
});
