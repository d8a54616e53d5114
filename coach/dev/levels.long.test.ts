import { expect, test, vi } from 'vitest';
import { levelKatas, testFile } from '../test-support/level-katas.ts';
import { devCheck } from './check.ts';

// A busy machine may take long, and what is tested here is not how long.
vi.setConfig({ testTimeout: 30_000 });

async function brokenIn(changed: Record<string, string> = {}): Promise<string[]> {
  const { katas } = await devCheck({ katas: [], report: () => {}, workbook: levelKatas(changed) });
  return katas.flatMap(({ slug, broken }) =>
    broken.map(({ claim, file, what }) => `${slug} ${claim} ${file}: ${what}`),
  );
}

test('tests that a solution wrote for steps of the learner are proved as given ones are', async () => {
  expect(await brokenIn()).toEqual([]);

  const broken = await brokenIn({
    // Green before its step.
    'solutions/01-sums/steps/cuts.test.ts': testFile('add'),
    // Named by no step.
    'solutions/02-differences/steps/nobody.test.ts': testFile('subtract'),
    // Refused by one right client.
    'solutions/02-differences/steps/cuts-again.test.ts': testFile('cutAgain').replace(
      '=> expect',
      "=> expect(subtract.toString()).toContain('trunc') ?? expect",
    ),
  });
  for (const line of [
    /^01-sums steps solutions\/01-sums\/steps\/cuts\.test\.ts: it must be red before its step; it is green/,
    /^02-differences overlays solutions\/02-differences\/steps\/nobody\.test\.ts: nothing uses this file/,
    /^02-differences right solutions\/02-differences\/steps\/cuts-again\.test\.ts: .*right client "by-rest"/,
  ])
    expect(broken).toContainEqual(expect.stringMatching(line));
});

test('a step that does not go with the help of its kata is named, and so is a test that is not there', async () => {
  const step = { title: 'adds', purpose: 'a sum', hints: { question: 'What?', pointer: 'That.' } };
  const steps = (...all: object[]) => `export const steps = ${JSON.stringify(all)};\n`;
  const broken = await brokenIn({
    'katas/02-differences/steps/index.ts': steps({ ...step, kind: 'test', test: '01-adds.test.ts' }),
    'katas/03-doubles/steps/index.ts': steps({ ...step, kind: 'own', id: 'doubles' }),
  });
  for (const line of [
    /^02-differences text .*: step "01-adds\.test\.ts" is of the kind "test", and the help of this kata is "behaviours"/,
    /^02-differences overlays katas\/02-differences\/steps\/01-adds\.test\.ts: a step .* needs it/,
    /^03-doubles text .*: step "doubles" is of the kind "own", and the help of this kata is "success"/,
    /^03-doubles overlays solutions\/03-doubles\/steps\/doubles\.test\.ts: a step .* needs it/,
  ])
    expect(broken).toContainEqual(expect.stringMatching(line));
});
