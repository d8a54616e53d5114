import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeClientFolder } from '../client-folder/make-client-folder.ts';
import { placeFile } from '../client-folder/place-file.ts';
import { rehearsalFolder, rehearsalsFolder } from '../client-folder/rehearsal-folder.ts';
import { foldersIn } from '../judge/read-field.ts';
import type { Kata } from '../kata/kata.ts';
import { type Places, Session } from '../session/session.ts';
import { folderBefore } from './folder-before.ts';
import { lastPass } from './last-pass.ts';
import { readEvents } from './read-events.ts';

export type Rehearsal = { client: string; isNew: boolean };

/**
 * The folder in which a kata is done once more: the newest that was not brought to its end, or else a new one that begins
 * with the solution of the kata before. Nothing in it comes from the learner's client, and nothing goes back.
 */
export function rehearse(places: Places, katas: readonly Kata[], kata: Kata): Rehearsal {
  const open = rehearsalsOf(places.client, kata).at(-1);
  if (open !== undefined && lastPass(readEvents(open), kata.id) === undefined)
    return { client: open, isNew: false };
  return { client: makeRehearsal(places, katas, kata), isNew: true };
}

/** In the order in which they were made. */
export function rehearsalsOf(client: string, kata: Kata): string[] {
  return numbersOf(client, kata).map((number) => rehearsalFolder(client, kata.slug, number));
}

function numbersOf(client: string, { slug }: Kata): number[] {
  return foldersIn(rehearsalsFolder(client))
    .filter((name) => name.startsWith(`${slug}-`) && /^\d+$/.test(name.slice(slug.length + 1)))
    .map((name) => Number(name.slice(slug.length + 1)))
    .sort((a, b) => a - b);
}

function makeRehearsal({ client, workbook }: Places, katas: readonly Kata[], kata: Kata): string {
  const folder = rehearsalFolder(client, kata.slug, (numbersOf(client, kata).at(-1) ?? 0) + 1);
  const draft = join(rehearsalsFolder(client), `.making-${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  try {
    mkdirSync(join(draft, 'src'), { recursive: true });
    for (const [file, text] of folderBefore(workbook, katas, kata)) placeFile(join(draft, file), { text });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  makeClientFolder(folder, workbook);
  new Session({ client: folder, workbook }, [...katas]).startKata(kata);
  return folder;
}

/** The pass before the newest rehearsal: of an earlier rehearsal, or in the learner's own folder. */
export function passBefore(client: string, kata: Kata): ReturnType<typeof lastPass> {
  const earlier = [client, ...rehearsalsOf(client, kata).slice(0, -1)].filter((folder) => existsSync(folder));
  return earlier
    .map((folder) => lastPass(readEvents(folder), kata.id))
    .findLast((events) => events !== undefined);
}
