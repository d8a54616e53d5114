import { expect, test, vi } from 'vitest';
import { type DevCheckResult, devCheck } from './check.ts';
import { fakeKatas } from './fake-katas.ts';

// A busy machine may take long, and what is tested here is not how long.
vi.setConfig({ testTimeout: 30_000 });

async function checked(
  workbook: string,
  katas: string[] = [],
): Promise<DevCheckResult & { lines: string[] }> {
  const lines: string[] = [];
  const result = await devCheck({ katas, report: (line) => lines.push(line), workbook });
  return { ...result, lines };
}

test('sound katas are proved, and each gets one line', async () => {
  const { ok, lines } = await checked(fakeKatas());

  expect(lines).toEqual([
    expect.stringMatching(/^01-sums: 7 claims proved, 1 other way, 2 bugs, \d+\.\d s$/),
    expect.stringMatching(/^02-let-go: 7 claims proved, 1 other way, 1 bug, \d+\.\d s$/),
  ]);
  expect(ok).toBe(true);
});

test('what is broken is named with its file, whatever the claim', async () => {
  const { ok, katas } = await checked(
    fakeKatas({
      // Green before its step.
      'katas/01-sums/steps/01-adds.test.ts': (text) =>
        text.replace('add(1, 2)).toBe(3)', 'add(0, 0)).toBe(0)'),
      // Not coupled at all: every right client passes it, and it feels no refactoring.
      'katas/01-sums/steps/02-cuts.test.ts': `import { expect, test, vi } from 'vitest';\nimport { add } from 'my-client';\ntest('cuts', () => expect(add(1, 0.6)).not.toBe(1.6));\n`,
      // A right client that rounds, and gives a text where the contract says number.
      'solutions/01-sums/other-ways/by-rest/index.ts':
        'export const add = (a: number, b: number): number => Math.round(a + b);\nexport const name: number = "add";\n',
      // One bug escapes, the other is said to break another behaviour.
      'solutions/01-sums/bugs.ts': (text) =>
        text.replace('a + b + (a === 0 ? 1 : 0)', 'b + a').replace('"breaks":"whole"', '"breaks":"add"'),
      'solutions/02-let-go/notes.md': 'To do.',
      'katas/02-let-go/after.md': '',
    }),
  );
  const broken = katas.flatMap(({ slug, broken }) =>
    broken.map(({ claim, file, what }) => `${slug} ${claim} ${file}: ${what}`),
  );

  expect(ok).toBe(false);
  for (const line of [
    /^01-sums steps katas\/01-sums\/steps\/01-adds\.test\.ts: it must be red before its step; it is green/,
    /^01-sums types solutions\/01-sums\/other-ways\/by-rest: src\/index\.ts:2: Type 'string' is not assignable/,
    /^01-sums right solutions\/01-sums\/lasting\/add\.test\.ts: .*right client "by-rest"; it is red \(whole > leaves/,
    /^01-sums right katas\/01-sums\/steps\/02-cuts\.test\.ts: it is marked as coupled, and every other right client/,
    /^01-sums bugs .*: no lasting test rejects bug "one-too-many"/,
    /^01-sums bugs .*: bug "rounds" breaks "add", and is rejected by "whole > leaves the rest away" too/,
    /^01-sums bugs katas\/01-sums\/steps\/02-cuts\.test\.ts: it must be red with bug "rounds", which is said to be about its step/,
    /^02-let-go refactors katas\/01-sums\/steps\/02-cuts\.test\.ts: it must be red by assertion after step "other-inside"/,
    /^02-let-go overlays solutions\/02-let-go\/notes\.md: nothing uses this file/,
    /^02-let-go text katas\/02-let-go\/after\.md: it is missing or empty/,
  ])
    expect(broken).toContainEqual(expect.stringMatching(line));
  expect(broken).toHaveLength(10);
});

test('a kata that cannot be read, and one that is not there, are said and fail the check', async () => {
  const torn = await checked(fakeKatas({ 'katas/02-let-go/README.md': 'No front matter.' }));
  expect(torn.ok).toBe(false);
  expect(torn.lines).toEqual([expect.stringMatching(/02-let-go.README\.md: front matter is missing/)]);

  const unknown = await checked(fakeKatas(), ['17']);
  expect(unknown).toMatchObject({ ok: false, lines: ['There is no kata 17 in katas/.'] });
});
