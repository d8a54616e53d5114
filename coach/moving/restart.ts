import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { restoreSnapshot } from '../client-folder/snapshots.ts';
import { ownFile } from '../kata/own-file.ts';
import { revealedFile } from '../kata/revealed-file.ts';
import type { Session } from '../session/session.ts';
import type { Answer } from './answer.ts';
import { beginningFolder } from './beginning-folder.ts';
import { kataName } from './kata-name.ts';

/** The present kata from its beginning, with the files as they were then. What is there now becomes a snapshot. */
export function restart(session: Session): Answer {
  const { kata, places } = session;
  const beginning = beginningFolder(session);
  if (beginning === undefined)
    return {
      exit: 1,
      lines: [
        `There is no copy here of how your files were when ${kataName(kata)} began. Nothing was changed.`,
        `"npm run coach -- again ${Number(kata.id)}" begins it in a folder of its own.`,
      ],
    };
  session.snapshot(`before kata ${Number(kata.id)} was restarted`);
  restoreSnapshot(places.client, beginning.id);
  // Of an earlier visit to this kata.
  for (const file of [revealedFile(kata, ''), ownFile(kata)])
    rmSync(join(places.client, file), { recursive: true, force: true });
  session.startKata(kata);
  return {
    exit: 0,
    lines: [
      `This is ${kataName(kata)} from its beginning: src/ and lasting/ are as they were then, its tests are gone.`,
    ],
  };
}
