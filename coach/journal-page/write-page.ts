import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Journal } from '../journal/journal.ts';
import type { KnownKata } from './kata-notes.ts';
import { renderPage } from './render-page.ts';
import { tellStory } from './tell-story.ts';

/** Reads the journal of a client and writes the page beside it. Returns the page's path. */
export async function writePage(
  client: string,
  katas: readonly KnownKata[],
  now = new Date(),
): Promise<string> {
  const folder = join(client, '.coach');
  const file = join(folder, 'journal.html');
  const story = tellStory(new Journal(join(folder, 'journal.jsonl')).read(), katas);
  const html = await renderPage(story, { now, source: `${basename(client)}/.coach/journal.jsonl` });
  mkdirSync(folder, { recursive: true });
  // In one go, so that a browser never shows half a page.
  const unfinished = `${file}.new`;
  writeFileSync(unfinished, html);
  renameSync(unfinished, file);
  return file;
}
