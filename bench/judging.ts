/**
 * One judgement of five lasting tests against the learner's client, the solution, three other ways, the library and eight
 * bugs, warm. Prints figures; asserts nothing.
 *
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/judging.ts [judgements]
 */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startJudge } from '../coach/judge/start-judge.ts';
import { workbookFolder } from '../coach/kata/folders.ts';
import { loadKatas } from '../coach/kata/load-kata.ts';
import { machine, summary } from './figures.ts';
import { learnerAt } from './learner.ts';

const judgements = Number(process.argv[2] ?? 20);
const slug = '04-let-go';
const bugs = 8;

const tests = `import { createClient, isUp } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

const url = 'https://orders.example.test';

test('believes a 200', async () => {
  remote(url).answers(200);
  expect(await isUp(url)).toBe(true);
});
test('does not believe a 503', async () => {
  remote(url).answers(503);
  expect(await isUp(url)).toBe(false);
});
test('says no when nobody is there', async () => {
  remote(url).down('refused');
  expect(await isUp(url)).toBe(false);
});
test('an answer may be a 404', async () => {
  remote(url).answers({ status: 404, body: 'said' });
  const response = await createClient()(url);
  expect([response.status, await response.text()]).toEqual([404, 'said']);
});
test('no answer has a code', async () => {
  remote(url).down('refused');
  await expect(createClient()(url)).rejects.toMatchObject({ code: 'refused' });
});
`;

/** The workbook as it is, with fewer bugs. */
function smallWorkbook(): string {
  // Not in node_modules, where TypeScript is not loaded.
  const workbook = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-bench-')));
  writeFileSync(join(workbook, 'package.json'), '{ "type": "module" }\n');
  cpSync(join(workbookFolder, 'solutions'), join(workbook, 'solutions'), { recursive: true });
  mkdirSync(join(workbook, 'katas'));
  const real = (...path: string[]) => pathToFileURL(join(workbookFolder, ...path)).href;
  writeFileSync(
    join(workbook, 'katas', 'library-adapter.ts'),
    `export * from ${JSON.stringify(join(workbookFolder, 'katas', 'library-adapter.ts'))};\n`,
  );
  writeFileSync(
    join(workbook, 'solutions', slug, 'bugs.ts'),
    `import { bugs as all } from ${JSON.stringify(real('solutions', slug, 'bugs.ts'))};\nexport const bugs = all.slice(0, ${bugs});\n`,
  );
  return workbook;
}

const { client, remove } = learnerAt('04', 'red-green');
const workbook = smallWorkbook();
writeFileSync(join(client, 'lasting', 'client.test.ts'), tests);
const kata = (await loadKatas(workbookFolder)).find((one) => one.slug === slug);
if (kata === undefined) throw new Error(`There is no kata ${slug}.`);
const judge = startJudge({ client, workbook });
const times: number[] = [];
let said = '';
try {
  for (let n = 0; n <= judgements; n += 1) {
    const start = performance.now();
    const judgement = await judge.judge({ kata, lastingFiles: ['lasting/client.test.ts'] });
    times.push(performance.now() - start);
    said = `${judgement.tests.length} tests, ${judgement.otherWays.accepted.length} right and ${judgement.bugs.caught.length + judgement.bugs.escaped.length} wrong clients`;
    // A learner reads before they save again; meanwhile the next thread warms up.
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
} finally {
  await judge.close();
  remove();
  rmSync(workbook, { recursive: true, force: true });
}
console.log(machine());
console.log(`judging ${said}: ${summary(times.slice(1))}; the first, cold, ${Math.round(times[0] ?? 0)} ms`);
process.exit(0);
