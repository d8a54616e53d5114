import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { installedChromium } from '../../src/test-support/installed-chromium.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { renderPage } from './render-page.ts';
import { failureOf, SampleJournal, testOf } from './sample-journal.ts';
import { tellStory } from './tell-story.ts';

const faultsOfPage = readFileSync(fileURLToPath(new URL('faults-of-page.js', import.meta.url)), 'utf8');

let browser: Browser | undefined;
let file: string;

beforeAll(async () => {
  file = join(temporaryFolder(afterAll), 'journal.html');
  const story = tellStory(twoKatas().events, katas);
  writeFileSync(file, await renderPage(story, { now: new Date(), source: 'my-client/.coach/journal.jsonl' }));
  if (installedChromium !== undefined) browser = await chromium.launch({ executablePath: installedChromium });
});

afterAll(() => browser?.close());

beforeEach(({ skip }) => {
  skip(installedChromium === undefined, 'No Chromium is installed here; CHROMIUM_PATH may name one.');
});

const screen = { width: 1280, height: 900 };
const phone = { width: 360, height: 740 };
// A4 less the margins, in CSS pixels.
const paper = { width: 680, height: 1000 };

test.each([
  ['a screen by day', screen, { colorScheme: 'light', media: 'screen' }],
  ['a screen by night', screen, { colorScheme: 'dark', media: 'screen' }],
  ['a narrow window', { width: 660, height: 900 }, { colorScheme: 'light', media: 'screen' }],
  ['a phone by day', phone, { colorScheme: 'light', media: 'screen' }],
  ['a phone by night', phone, { colorScheme: 'dark', media: 'screen' }],
  ['paper', paper, { colorScheme: 'dark', media: 'print' }],
] as const)('on %s all of the page can be read, and it asks for nothing', async (_name, viewport, media) => {
  const page = await browser?.newPage({ viewport });
  if (page === undefined) throw new Error('The browser did not start.');
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.emulateMedia(media);

  const url = pathToFileURL(file).href;
  await page.goto(url);
  if (media.media === 'screen')
    for (const summary of await page.locator('summary').all()) await summary.click();
  expect(await page.evaluate(faultsOfPage)).toEqual([]);
  expect(await page.locator('svg:visible').count()).toBeGreaterThanOrEqual(3);
  expect(complaints).toEqual([]);
  expect(asked).toEqual([url]);
  await page.close();
});

const katas = [
  {
    id: '04',
    title: 'Let go',
    success: 'Right code stays green, whatever its insides look like.',
    minutes: 40,
  },
  { id: '05', title: 'Not for ever', success: 'No call waits longer than it said it would.', minutes: 45 },
];

/** With what is long, many, or at the edge of a chart. */
function twoKatas(): SampleJournal {
  const lasting = [
    testOf('lasting/up.test.ts', 'up > only a 2xx is a yes'),
    testOf(
      'lasting/up.test.ts',
      `up > ${'a title that goes on and on, as titles of careful people do, '.repeat(4)}`,
    ),
  ];
  const journal = new SampleJournal()
    .add({ type: 'kata', kata: '04' })
    .add({ type: 'beat', beat: 'red-green' }, 20);
  journal.add({ type: 'step', step: 1 });
  for (let round = 0; round < 14; round += 1) {
    journal.red(
      `expected ${'"https://service.example/a/very/long/path"'.repeat(1 + (round % 4))}, got ${round}`,
      40,
    );
    if (round % 3 === 0) journal.red(`expected a, got ${round}`, 30).red(`expected a, got ${round}`, 70);
    if (round % 4 === 0)
      journal.run('amber', 30, { failures: [failureOf(`'}' expected, ${round}.`, { light: 'amber' })] });
    journal.run('green', 30 + 25 * (round % 5), {
      tests: lasting,
      changed: [{ file: 'src/index.ts', lines: 1 + round }],
    });
  }
  journal
    .add(
      {
        type: 'line',
        text: `${'Thisisonewordofalearnerwhodidnotfindthespacebar'.repeat(4)}\nand a second line.`,
      },
      60,
    )
    .run('nothing', 4000)
    .red('expected 1, got 2', 30)
    .run('green', 50, { tests: lasting })
    .add({ type: 'box', decision: 'change', reason: 'The time-out of the body is a kata of its own.' }, 60)
    .add({ type: 'beat', beat: 'curate' })
    .add({
      type: 'judged',
      tests: [
        { file: 'lasting/up.test.ts', name: 'up > only a 2xx is a yes', refuses: [], fails: ['any-answer'] },
      ],
      otherWays: { accepted: ['solution', 'library'], refused: [] },
      bugs: {
        caught: [
          { id: 'any-answer', by: [{ file: 'lasting/up.test.ts', test: 'up > only a 2xx is a yes' }] },
        ],
        escaped: [],
      },
      notJudged: [],
    })
    .add({ type: 'release', deleted: ['throwaway/kata-04/01.test.ts'] }, 30)
    .add({ type: 'beat', beat: 'done' });
  return journal
    .add({ type: 'kata', kata: '05' }, 90_000)
    .add({ type: 'beat', beat: 'red-green' }, 10)
    .add({ type: 'step', step: 1 })
    .red('expected true, got undefined', 10)
    .run('green', 20, { tests: lasting });
}
