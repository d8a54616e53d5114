import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { placeFile } from '../client-folder/place-file.ts';
import { readTree } from '../judge/read-tree.ts';
import type { Kata } from '../kata/kata.ts';
import type { Session } from '../session/session.ts';
import { type Answer, usageExit } from './answer.ts';
import { findKata } from './find-kata.ts';
import { folderBefore } from './folder-before.ts';
import { givenVersions } from './given-versions.ts';
import { kataName } from './kata-name.ts';
import { readClient } from './read-client.ts';
import { type Taking, whatToTake } from './what-to-take.ts';

/** Begins another kata. What is missing of the katas before it comes from their solutions; nothing of the learner's goes. */
export function startKata(session: Session, wanted: string | undefined): Answer {
  const kata = findKata(session.katas, wanted);
  if (typeof kata === 'string') return { exit: usageExit, lines: [kata] };
  const from = session.kata;
  if (kata === from)
    return {
      exit: 1,
      lines: [`You are in ${kataName(kata)}. "npm run coach -- restart" begins it anew.`],
    };
  const taking = missingBefore(session, kata);
  session.snapshot(`before kata ${Number(kata.id)} began`);
  const { client } = session.places;
  for (const file of taking.replaced) rmSync(join(client, file));
  for (const [file, text] of taking.taken) placeFile(join(client, file), { text });
  session.startKata(kata);
  return {
    exit: 0,
    lines: [`This is ${kataName(kata)}, ${kata.minutes} minutes.`, ...tell(taking, kata)],
  };
}

function missingBefore({ katas, places, state }: Session, kata: Kata): Taking {
  const { client, workbook } = places;
  const earlier = katas.slice(0, katas.indexOf(kata));
  const skipped = earlier.filter(({ id }) => !state.finished.includes(id));
  return whatToTake({
    mine: readClient(client),
    before: folderBefore(workbook, katas, kata),
    given: givenVersions(workbook, earlier),
    skipped: new Set(
      skipped.flatMap(({ slug }) =>
        [...readTree(join(workbook, 'solutions', slug, 'src')).keys()].map((file) => `src/${file}`),
      ),
    ),
  });
}

function tell({ taken, replaced, isWhole }: Taking, kata: Kata): string[] {
  const missing = [...taken.keys()].filter((file) => !replaced.includes(file));
  const lines: string[] = [];
  if (missing.length > 0)
    lines.push(`Taken from the solutions, because they were missing: ${inShort(missing)}.`);
  if (replaced.length > 0)
    lines.push(`Not changed by you so far, and now as the solutions have them: ${replaced.join(', ')}.`);
  if (lines.length === 0) return ['Your files are as they were.'];
  if (!isWhole)
    lines.push(
      `Your own files are as they were, and may not use these. "npm run coach -- again ${Number(kata.id)}" begins with the whole solution, in a folder of its own.`,
    );
  return lines;
}

/** Given tests are many, and known. */
function inShort(files: readonly string[]): string {
  const tests = files.filter((file) => file.startsWith('throwaway/'));
  const others = files.filter((file) => !tests.includes(file));
  return [
    ...others,
    ...(tests.length === 0 ? [] : [`the given tests (${tests.length} files in throwaway/)`]),
  ].join(', ');
}
