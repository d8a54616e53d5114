import { ownFolder } from '../client-folder/rehearsal-folder.ts';
import { tellRehearsal } from '../moving/tell-rehearsal.ts';
import type { Session } from '../session/session.ts';

/** What stands at the end of a rehearsal instead of the next kata: the time before, and the way back. */
export function endOfRehearsal({ places, state, kata }: Session): string | undefined {
  const own = ownFolder(places.client);
  if (own === undefined || state.beat !== 'done') return undefined;
  return [...tellRehearsal(own, kata), '[l] leads back to your own client.'].join('\n');
}
