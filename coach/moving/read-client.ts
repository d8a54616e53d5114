import { join } from 'node:path';
import { readTree } from '../judge/read-tree.ts';
import { below, overlay, type Tree } from '../judge/tree.ts';

/** The files of a client's folder, or of a snapshot of one, by path from it. */
export function readClient(
  client: string,
  folders: readonly string[] = ['src', 'throwaway', 'lasting'],
): Tree {
  return overlay(...folders.map((folder) => below(folder, readTree(join(client, folder)))));
}
