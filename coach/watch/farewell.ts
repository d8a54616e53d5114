import { ownFolder } from '../client-folder/rehearsal-folder.ts';
import { tellRehearsal } from '../moving/tell-rehearsal.ts';
import type { Session } from '../session/session.ts';

/** The last words of a sitting: how it is gone on with. */
export function farewell({ trouble, places, kata }: Session): string {
  if (trouble !== undefined) return trouble;
  const own = ownFolder(places.client);
  if (own === undefined) return 'Until next time. "npm start" brings you back to this very place.';
  const compared = tellRehearsal(own, kata);
  return compared.length > 0
    ? [...compared, '"npm start" is your own client.'].join('\n')
    : `"npm run coach -- again ${Number(kata.id)}" goes on with this rehearsal; "npm start" is your own client.`;
}
