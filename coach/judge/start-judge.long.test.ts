import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { startBench } from './bench.ts';
import { fakeKata, fakeWorkbook, lastingFolderInside } from './fake-workbook.ts';
import { startJudge } from './start-judge.ts';

const client = lastingFolderInside();
const bench = startBench(client);
afterAll(async () => {
  await bench.close();
  rmSync(client, { recursive: true, force: true });
});

// It waits until a silence is too long, and for another process.
test('a wrong client that makes a test spin costs that file its judgement, and no other', async () => {
  const head = `import { expect, test } from 'vitest';\nimport { add } from 'my-client';\n`;
  const workbook = fakeWorkbook(client, {
    lasting: {
      'client.test.ts': `${head}test('add', () => expect(add(0, 0)).toBe(0));`,
      'spins.test.ts': `${head}test('waits for three', () => { while (add(1, 2) !== 3); });`,
    },
  });
  const judgement = await startJudge({ client, workbook }, bench).judge({
    kata: fakeKata,
    lastingFiles: ['lasting/client.test.ts', 'lasting/spins.test.ts'],
  });

  expect(judgement.notJudged).toEqual([
    {
      file: 'lasting/spins.test.ts',
      test: undefined,
      why: '"waits for three" looped for ever with the wrong client adds-one and had to be stopped',
    },
  ]);
  expect(judgement.bugs.caught.map(({ id }) => id)).toEqual(['adds-one']);
});
