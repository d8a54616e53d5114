import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readClient } from '../moving/read-client.ts';
import { readEvents } from '../moving/read-events.ts';
import { sitDown, stub, writeDown, writeFiles } from '../moving/small-workbook.ts';
import { Session } from '../session/session.ts';
import { endOfRehearsal } from './end-of-rehearsal.ts';
import { farewell } from './farewell.ts';
import { moveAbout } from './move-about.ts';

function learner() {
  const { session, client, workbook, katas } = sitDown();
  const [first, second] = katas;
  if (first === undefined || second === undefined) throw new Error('Too few katas.');
  const at = (folder: string) => new Session({ client: folder, workbook }, katas);
  return { session, client, first, second, at };
}

/** A rehearsal of the first kata, as it is entered from the menu. */
function rehearsing() {
  const all = learner();
  const moved = moveAbout(all.session, { type: 'rehearse', kata: all.first });
  if (!('going' in moved)) throw new Error('It stayed.');
  return { ...all, going: moved.going, rehearsal: all.at(moved.going.client) };
}

test('a start and a restart take a snapshot first, say what they did, and are undone', () => {
  const { session, client, second } = learner();
  writeFiles(client, { 'src/index.ts': 'mine\n' });

  expect(moveAbout(session, { type: 'start', kata: second })).toEqual({
    hasMoved: true,
    say: expect.stringMatching(/^This is kata 2 \(two\).*\[u\] leads back\.$/s),
  });
  session.undo();
  expect(session.state.kata).toBe('01');

  expect(moveAbout(session, { type: 'restart' })).toMatchObject({ hasMoved: true });
  expect(readClient(client).get('src/index.ts')).toBe(stub);
  session.undo();
  expect(readClient(client).get('src/index.ts')).toBe('mine\n');
});

test('what cannot be done is said, and nothing has moved', () => {
  const { session, first } = learner();
  const refused = moveAbout(session, { type: 'start', kata: first });
  expect(refused).toEqual({ hasMoved: false, say: expect.not.stringContaining('[u]') });
});

test('a rehearsal is entered and left, and one’s own client and journal stay as they are', () => {
  const { client, rehearsal, going } = rehearsing();
  expect(going.client).toBe(join(client, 'rehearsals', '01-one-1'));
  expect(going.say).toContain('Nothing of it goes back to your client');
  const events = readEvents(client);

  expect(moveAbout(rehearsal, { type: 'own client' })).toMatchObject({ going: { client } });
  expect(readEvents(client)).toEqual(events);
});

test('from a rehearsal another one begins beside it, and not inside it', () => {
  const { client, rehearsal, second } = rehearsing();
  moveAbout(rehearsal, { type: 'rehearse', kata: second });
  expect(existsSync(join(client, 'rehearsals', '02-two-1'))).toBe(true);
});

test('a rehearsal ends with its kata: no other begins, and it is told beside the time before', () => {
  const { client, rehearsal, going, at } = rehearsing();
  expect(endOfRehearsal(rehearsal)).toBeUndefined();
  expect(farewell(rehearsal)).toMatch(/again 1" goes on with this rehearsal; "npm start" is your own client/);
  writeDown(client, { type: 'beat', beat: 'done' });
  writeDown(going.client, { type: 'beat', beat: 'done' });

  const ended = at(going.client);

  expect(endOfRehearsal(ended)).toMatch(/last time.*\n.*\n\[l\] leads back to your own client\.$/);
  expect(farewell(ended)).toMatch(/last time.*"npm start" is your own client\.$/s);
  expect(ended.next(true)).toMatchObject({ moved: false, say: expect.stringContaining('npm start') });
  expect(ended.state).toMatchObject({ kata: '01', beat: 'done' });
});

test('at the end of a kata in one’s own client the next one follows', () => {
  const { client, at } = learner();
  writeDown(client, { type: 'beat', beat: 'done' });
  const session = at(client);
  expect(endOfRehearsal(session)).toBeUndefined();
  expect(farewell(session)).toContain('"npm start" brings you back');
  expect(session.next(false)).toEqual({ moved: true });
  expect(session.state.kata).toBe('02');
});
