import { ownFolder } from '../client-folder/rehearsal-folder.ts';
import { introduceRehearsal } from '../moving/introduce-rehearsal.ts';
import { kataName } from '../moving/kata-name.ts';
import { rehearse } from '../moving/rehearse.ts';
import { restart } from '../moving/restart.ts';
import { startKata } from '../moving/start-kata.ts';
import type { Session } from '../session/session.ts';
import type { Wish } from './menu.ts';

/** The folder a sitting goes on in, and what is said there first. */
export type Going = { client: string; say: string };

/** What came of a wish: something moved here, or the screen is to move to another folder. */
export type Moved = { say: string; hasMoved: boolean } | { going: Going };

/** Does what the menu was asked for, through the same functions as the commands. */
export function moveAbout(
  session: Session,
  wish: Extract<Wish, { type: 'start' | 'restart' | 'rehearse' | 'own client' }>,
): Moved {
  const { places, katas, kata } = session;
  const own = ownFolder(places.client) ?? places.client;
  switch (wish.type) {
    case 'start':
      return answered(startKata(session, wish.kata.id));
    case 'restart':
      return answered(restart(session));
    case 'rehearse': {
      const rehearsal = rehearse({ ...places, client: own }, katas, wish.kata);
      return {
        going: { client: rehearsal.client, say: introduceRehearsal(rehearsal, katas, wish.kata) },
      };
    }
    case 'own client':
      return {
        going: {
          client: own,
          say: `Your own client again. The rehearsal of ${kataName(kata)} stays as you left it.`,
        },
      };
  }
}

function answered({ exit, lines }: { exit: number; lines: string[] }): Moved {
  const hasMoved = exit === 0;
  return { say: [...lines, ...(hasMoved ? ['[u] leads back.'] : [])].join('\n'), hasMoved };
}
