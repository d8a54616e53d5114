import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder } from './empty-folder.ts';

const kept = ['src', 'throwaway', 'lasting'] as const;

type Kept = (typeof kept)[number];

/** Copies everything the learner wrote into `.coach/snapshots/<id>` and returns the id. */
export function takeSnapshot(client: string, at: Date = new Date()): string {
  const id = freeId(client, at.toISOString().replace(/[:.]/g, '-'));
  copyKept(client, folderOf(client, id));
  return id;
}

/** The state of the last green, one only: every green replaces it. */
export const lastGreenId = 'last-green';

export function keepLastGreen(client: string): void {
  const draft = folderOf(client, `.keeping-${process.pid}`);
  copyKept(client, draft);
  rmSync(folderOf(client, lastGreenId), { recursive: true, force: true });
  renameSync(draft, folderOf(client, lastGreenId));
}

/** Path of what was kept of a folder. */
export function snapshotOf(client: string, id: string, folder: Kept): string {
  return join(folderOf(client, id), folder);
}

/** Copies everything the learner wrote to where it can be found by a name of ours. What has that name already stays. */
export function keepAs(client: string, id: string): void {
  if (!existsSync(folderOf(client, id))) copyKept(client, folderOf(client, id));
}

/** Where the files are kept as they were when a kata began. `at` is the date of its event in the journal. */
export function beginningId(kata: string, at: string): string {
  return `kata-${kata}-${at.replace(/[:.]/g, '-')}`;
}

/**
 * Puts the learner's folders back as they were. Throws, before touching anything, where the snapshot is gone or there is
 * no room for a second copy of it: only files that are on this disk already are moved into place.
 */
export function restoreSnapshot(client: string, id: string, folders: readonly Kept[] = kept): void {
  const from = folderOf(client, id);
  if (!existsSync(from)) throw new Error(`The snapshot ${id} is no longer in ${from}. Nothing was changed.`);
  const draft = folderOf(client, `.restoring-${process.pid}`);
  copyKept(from, draft);
  try {
    for (const folder of folders) {
      const to = join(client, folder);
      emptyFolder(to);
      if (!existsSync(join(draft, folder))) continue;
      for (const name of readdirSync(join(draft, folder)))
        renameSync(join(draft, folder, name), join(to, name));
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** All or nothing: half a copy would be taken for a whole one. */
function copyKept(from: string, to: string): void {
  try {
    mkdirSync(to, { recursive: true });
    for (const folder of kept)
      if (existsSync(join(from, folder))) cpSync(join(from, folder), join(to, folder), { recursive: true });
  } catch (error) {
    rmSync(to, { recursive: true, force: true });
    throw error;
  }
}

function folderOf(client: string, id: string): string {
  return join(client, '.coach', 'snapshots', id);
}

/** Two snapshots in one millisecond are two snapshots. */
function freeId(client: string, wanted: string): string {
  let id = wanted;
  for (let n = 2; existsSync(folderOf(client, id)); n += 1) id = `${wanted}-${n}`;
  return id;
}
