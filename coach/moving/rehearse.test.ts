import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Kata } from '../kata/kata.ts';
import { readClient } from './read-client.ts';
import { readEvents } from './read-events.ts';
import { rehearse } from './rehearse.ts';
import { sitDown, solved, stub, writeDown, writeFiles } from './small-workbook.ts';
import { tellRehearsal } from './tell-rehearsal.ts';

function learner() {
  const { client, workbook, katas } = sitDown();
  const again = (kata: Kata) => rehearse({ client, workbook }, katas, kata);
  const [first, , third] = katas;
  if (first === undefined || third === undefined) throw new Error('Too few katas.');
  return { client, first, third, again };
}

const done = { type: 'beat', beat: 'done' } as const;

test('a rehearsal begins with the solution of the kata before, in a folder and with a journal of its own', () => {
  const { client, third, again } = learner();
  writeFiles(client, { 'src/index.ts': 'mine\n' });
  const journal = readEvents(client);

  const rehearsal = again(third);

  expect(rehearsal).toEqual({ client: join(client, 'rehearsals', '03-three-1'), isNew: true });
  expect(Object.fromEntries(readClient(rehearsal.client))).toEqual({
    'src/index.ts': solved.second['index.ts'],
    'src/up.ts': solved.second['up.ts'],
    'lasting/up.test.ts': '// stays up\n',
  });
  expect(existsSync(join(rehearsal.client, 'tsconfig.json'))).toBe(true);
  expect(readEvents(rehearsal.client)).toMatchObject([{ type: 'kata', kata: '03' }]);
  expect(Object.fromEntries(readClient(client))).toEqual({ 'src/index.ts': 'mine\n' });
  expect(readEvents(client)).toEqual(journal);
});

test('the first kata begins with what it brings', () => {
  const { first, again } = learner();
  expect(Object.fromEntries(readClient(again(first).client))).toEqual({ 'src/index.ts': stub });
});

test('one that was not brought to its end goes on, and after its end another begins', () => {
  const { client, first, again } = learner();
  const earlier = again(first).client;
  writeFiles(earlier, { 'src/index.ts': 'half\n' });
  expect(again(first)).toEqual({ client: earlier, isNew: false });
  expect(readClient(earlier).get('src/index.ts')).toBe('half\n');

  writeDown(earlier, done);

  expect(again(first)).toEqual({ client: join(client, 'rehearsals', '01-one-2'), isNew: true });
});

test('it is compared with the time before, once its end is reached', () => {
  const { client, first, again } = learner();
  const earlier = again(first).client;
  expect(tellRehearsal(client, first)).toEqual([]);
  writeDown(earlier, done);
  expect(tellRehearsal(client, first)).toEqual([expect.stringContaining('no earlier time')]);
  writeDown(client, done);
  expect(tellRehearsal(client, first)).toEqual([
    expect.stringContaining('last time'),
    'It showed no failure, last time none.',
  ]);
});
