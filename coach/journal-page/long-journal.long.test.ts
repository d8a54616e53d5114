import { expect, test } from 'vitest';
import { renderPage } from './render-page.ts';
import { SampleJournal, testOf } from './sample-journal.ts';
import { tellStory } from './tell-story.ts';

test('a journal of 100 000 events is a page in a few seconds, and a page one can open', async () => {
  const journal = new SampleJournal();
  const tests = Array.from({ length: 30 }, (_, index) => testOf('lasting/client.test.ts', `test ${index}`));
  while (journal.events.length < 100_000) {
    const { length } = journal.events;
    if (length % 7000 === 0) journal.add({ type: 'kata', kata: `${10 + length / 7000}` });
    if (length % 3 === 0) journal.run('green', 20, { tests });
    else journal.red(`expected ${length % 5000}, got ${length % 77}`, 20, { tests });
  }
  const begun = performance.now();
  const page = await renderPage(tellStory(journal.events, []), { now: new Date(), source: 'journal.jsonl' });
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect(page.length).toBeLessThan(12_000_000);
});
