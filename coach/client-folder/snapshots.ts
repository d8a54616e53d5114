import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const kept = ['src', 'throwaway', 'lasting'] as const;

/** Copies everything the learner wrote into `.coach/snapshots/<id>` and returns the id. */
export function takeSnapshot(client: string, at: Date = new Date()): string {
  const id = freeId(client, at.toISOString().replace(/[:.]/g, '-'));
  const target = folderOf(client, id);
  mkdirSync(target, { recursive: true });
  for (const folder of kept) {
    const from = join(client, folder);
    if (existsSync(from)) cpSync(from, join(target, folder), { recursive: true });
  }
  return id;
}

/** Puts the learner's folders back as they were. Throws, before touching anything, where the snapshot is gone. */
export function restoreSnapshot(client: string, id: string): void {
  const from = folderOf(client, id);
  if (!existsSync(from)) throw new Error(`The snapshot ${id} is no longer in ${from}. Nothing was changed.`);
  for (const folder of kept) {
    rmSync(join(client, folder), { recursive: true, force: true });
    mkdirSync(join(client, folder), { recursive: true });
    if (existsSync(join(from, folder))) cpSync(join(from, folder), join(client, folder), { recursive: true });
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
