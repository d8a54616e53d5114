import { basename, dirname, join } from 'node:path';

const parent = 'rehearsals';

export function rehearsalsFolder(client: string): string {
  return join(client, parent);
}

/** Where a kata is done once more: `my-client/rehearsals/05-not-for-ever-1`. */
export function rehearsalFolder(client: string, slug: string, number: number): string {
  return join(rehearsalsFolder(client), `${slug}-${number}`);
}

/** The learner's own folder, where this one is a rehearsal's. */
export function ownFolder(client: string): string | undefined {
  const isRehearsal = basename(dirname(client)) === parent && /^\d\d-.+-\d+$/.test(basename(client));
  return isRehearsal ? dirname(dirname(client)) : undefined;
}
