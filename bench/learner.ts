import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeClientFolder } from '../coach/client-folder/make-client-folder.ts';
import { Journal } from '../coach/journal/journal.ts';
import { workbookFolder } from '../coach/kata/folders.ts';

/** Of the katas as they are built on each other. */
const slugs = ['01-first-red', '02-fail-in-a-new-way', '03-as-you-would-like-to-call-it', '04-let-go'];

/** The folder of a learner in the middle of a kata: the solution so far, its given tests, for curating its lasting ones. */
export function learnerAt(
  kata: string,
  beat: 'red-green' | 'curate',
): { client: string; journal: Journal; remove(): void } {
  const client = folderInside();
  makeClientFolder(client, workbookFolder);
  for (const slug of slugs.filter((folder) => folder.slice(0, 2) <= kata)) {
    copy(join(workbookFolder, 'solutions', slug, 'src'), join(client, 'src'));
    copy(join(workbookFolder, 'katas', slug, 'steps'), join(client, 'throwaway', `kata-${slug.slice(0, 2)}`));
    if (beat === 'curate' && slug.startsWith(kata))
      copy(join(workbookFolder, 'solutions', slug, 'lasting'), join(client, 'lasting'));
  }
  const journal = new Journal(join(client, '.coach', 'journal.jsonl'));
  journal.append({ type: 'kata', kata });
  journal.append({ type: 'beat', beat });
  journal.append({ type: 'step', step: 1 });
  return { client, journal, remove: () => rmSync(client, { recursive: true, force: true }) };
}

/** Inside the workbook, so that packages are found as they are from my-client/. */
export function folderInside(): string {
  return mkdtempSync(join(workbookFolder, 'node_modules', '.bench-'));
}

function copy(from: string, to: string): void {
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}
