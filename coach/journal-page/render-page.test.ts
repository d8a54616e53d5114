import { expect, test } from 'vitest';
import { renderPage } from './render-page.ts';
import { failureOf, SampleJournal, testOf } from './sample-journal.ts';
import { tellStory } from './tell-story.ts';

const options = {
  now: new Date('2026-11-23T12:00:00Z'),
  source: 'my-client/.coach/journal.jsonl',
  timeZone: 'UTC',
};
const katas = [{ id: '01', title: 'First red', success: 'It never throws.', minutes: 15 }];

function pageOf(journal: SampleJournal): Promise<string> {
  return renderPage(tellStory(journal.events, katas), options);
}

function played(): SampleJournal {
  return new SampleJournal()
    .add({ type: 'kata', kata: '01' })
    .add({ type: 'beat', beat: 'red-green' }, 30)
    .add({ type: 'step', step: 1 })
    .red('expected true, got undefined', 10)
    .run('amber', 20, { failures: [failureOf("'}' expected.", { light: 'amber' })] })
    .run('nothing', 20)
    .run('green', 20, { tests: [testOf('lasting/client.test.ts', 'stays')] })
    .red('expected false, got true', 400)
    .run('green', 50, { tests: [testOf('lasting/client.test.ts', 'stays')] })
    .add({ type: 'line', text: 'Small steps.' }, 5);
}

test('an empty journal is a page that says so', async () => {
  const page = await renderPage({ katas: [] }, options);
  expect(page).toContain('Nothing is written yet.');
  expect(page).not.toContain('<nav');
});

test('a kata is told in words: lights, failures, trust and the learner’s line', async () => {
  const page = (await pageOf(played())).replaceAll('\u00a0', ' ');
  const words = [
    'One kata, on 12 November 2026.',
    '12 November 2026, 17:00 – 17:09',
    'red, amber, no test ran, green, red, green',
    'four runs in 60 seconds, two runs in 50 seconds',
    'expected true, got undefined',
    '◆ amber',
    'untrusted</span><span>stays</span>',
    '<blockquote><p>Small steps.</p>',
  ];
  expect(words.filter((word) => !page.includes(word))).toEqual([]);
});

test('every picture has a name for those who do not see it', async () => {
  const pictures = (await pageOf(played())).match(/<svg [^>]*>/g) ?? [];
  expect(pictures.length).toBeGreaterThan(2);
  for (const picture of pictures) expect(picture).toMatch(/role="img" aria-label="[^"]+"/);
});

test('each light has a shape of its own in the chart', async () => {
  const page = await pageOf(played());
  const shapes = ['green', 'amber', 'red', 'nothing'].map(
    (light) => new RegExp(`d="([^"]+)" fill="var\\(--${light}\\)" stroke="var\\(--paper\\)"`).exec(page)?.[1],
  );
  expect(shapes).not.toContain(undefined);
  expect(new Set(shapes).size).toBe(4);
});

test('the page needs nothing but itself: no script, no address, no other file', async () => {
  const page = await pageOf(played());
  expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|base)\b/i);
  expect(page).not.toMatch(/https?:|@import|url\(|\ssrc=|\son\w+=/i);
  for (const [, target] of page.matchAll(/href="([^"]*)"/g)) expect(target).toMatch(/^#/);
});

test('what the learner wrote is text, wherever it stands', async () => {
  const evil = '</p><script>alert(1)</script><img src=x onerror="alert(2)">\'';
  const journal = new SampleJournal()
    .add({ type: 'kata', kata: `01"><b>${evil}` })
    .add({ type: 'beat', beat: 'red-green' })
    .run('red', 10, { failures: [failureOf(evil, { test: evil })] })
    .run('amber', 10, {
      failures: [{ file: evil, light: 'amber', kind: 'syntax', message: evil, fingerprint: 'f', gist: evil }],
    })
    .run('green', 10, { tests: [testOf('lasting/a.test.ts', evil)] })
    .add({ type: 'line', text: evil });
  const page = await renderPage(tellStory(journal.events, katas), { ...options, source: evil });
  expect(page).not.toMatch(/<script|<img|<b>/);
  expect(page.split('&lt;script&gt;alert(1)&lt;/script&gt;').length).toBeGreaterThan(6);
});

test('it states facts: no exclamation mark, no per cent, no point, no badge', async () => {
  const page = await pageOf(played());
  const text = page.replace(/<style>.*<\/style>/s, '').replaceAll(/<[^>]+>/g, ' ');
  expect(text).not.toMatch(/[!%]|\bpoints?\b|\bbadges?\b|\bwell done\b/i);
});
