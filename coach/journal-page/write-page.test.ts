import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Journal } from '../journal/journal.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { writePage } from './write-page.ts';

test('the page stands beside the journal and replaces the one before', async () => {
  const client = temporaryFolder();
  const journal = new Journal(join(client, '.coach', 'journal.jsonl'));
  journal.append({ type: 'kata', kata: '01' });
  await writePage(client, []);
  journal.append({ type: 'line', text: 'Small steps.' });
  appendFileSync(journal.file, '{"at":"2026-11-12T17:01:00Z","type":"li');
  const page = await writePage(client, []);
  expect(page).toBe(join(client, '.coach', 'journal.html'));
  expect(readFileSync(page, 'utf8')).toContain('Small steps.');
  expect(readdirSync(join(client, '.coach')).sort()).toEqual(['journal.html', 'journal.jsonl']);
});

test('where nothing was written yet the page says so', async () => {
  const page = await writePage(temporaryFolder(), []);
  expect(readFileSync(page, 'utf8')).toContain('Nothing is written yet.');
});
