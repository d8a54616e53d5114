import { existsSync } from 'node:fs';
import { join } from 'node:path';
import picocolors from 'picocolors';
import { solutionAround } from '../kata/solution-around.ts';
import type { Session } from '../session/session.ts';
import { type Answer, usageExit } from './answer.ts';
import { kataName } from './kata-name.ts';
import { whichKata } from './which-kata.ts';

/** The files of the solution that a kata changes or adds, whole. */
export function showSolution(session: Session, wanted: string | undefined, colour: boolean): Answer {
  const kata = whichKata(session, wanted);
  if (typeof kata === 'string') return { exit: usageExit, lines: [kata] };
  const { workbook } = session.places;
  const paint = picocolors.createColors(colour);
  const { before, after } = solutionAround(workbook, session.katas, kata);
  const changed = [...after].filter(([file, text]) => before.get(file) !== text);
  const lines = changed.flatMap(([file, text]) => [
    paint.bold(`--- src/${file}${before.has(file) ? '' : ' (new)'}`),
    text.trimEnd(),
    '',
  ]);
  if (lines.length === 0) lines.push(`In ${kataName(kata)} the solution stays as it was.`);
  const lasting = `solutions/${kata.slug}/lasting`;
  if (existsSync(join(workbook, lasting))) lines.push(`Its lasting tests are in ${lasting}/.`);
  return { exit: 0, lines };
}
