import { below } from '../judge/tree.ts';
import { solutionAround } from '../kata/solution-around.ts';
import type { Session } from '../session/session.ts';
import { type Answer, usageExit } from './answer.ts';
import { beginningFolder } from './beginning-folder.ts';
import { kataName } from './kata-name.ts';
import { readClient } from './read-client.ts';
import { unified } from './unified.ts';
import { whichKata } from './which-kata.ts';

/** What a kata changes in the solution. */
export function showDiff(session: Session, wanted: string | undefined, colour: boolean): Answer {
  const kata = whichKata(session, wanted);
  if (typeof kata === 'string') return { exit: usageExit, lines: [kata] };
  const { before, after } = solutionAround(session.places.workbook, session.katas, kata);
  const lines = unified(below('src', before), below('src', after), colour);
  return {
    exit: 0,
    lines: lines.length > 0 ? lines : [`In ${kataName(kata)} the solution stays as it was.`],
  };
}

/** What the learner has changed in `src/` and `lasting/` since the present kata began. */
export function showMyDiff(session: Session, colour: boolean): Answer {
  const { kata, places } = session;
  const beginning = beginningFolder(session);
  if (beginning === undefined)
    return {
      exit: 1,
      lines: [`There is no copy here of how your files were when ${kataName(kata)} began.`],
    };
  const folders = ['src', 'lasting'];
  const lines = unified(readClient(beginning.folder, folders), readClient(places.client, folders), colour);
  return {
    exit: 0,
    lines:
      lines.length > 0 ? lines : [`Since ${kataName(kata)} began, nothing has changed in src/ and lasting/.`],
  };
}
