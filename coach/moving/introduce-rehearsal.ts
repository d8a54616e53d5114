import { relative } from 'node:path';
import { slashed } from '../client-folder/path-from.ts';
import type { Kata } from '../kata/kata.ts';
import { kataName } from './kata-name.ts';
import type { Rehearsal } from './rehearse.ts';

/** Where a rehearsal is, and what it begins with. */
export function introduceRehearsal({ client, isNew }: Rehearsal, katas: readonly Kata[], kata: Kata): string {
  const folder = slashed(relative(process.cwd(), client));
  return isNew
    ? `A rehearsal of ${kataName(kata)} begins in ${folder}, ${kata === katas[0] ? 'as the kata begins' : 'with the solution of the kata before'}. Nothing of it goes back to your client.`
    : `The rehearsal of ${kataName(kata)} in ${folder} goes on. Delete the folder to begin anew.`;
}
