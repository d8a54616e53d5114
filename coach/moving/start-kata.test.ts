import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Session } from '../session/session.ts';
import { readClient } from './read-client.ts';
import { sitDown, solved, stub, writeDown, writeFiles } from './small-workbook.ts';
import { startKata } from './start-kata.ts';

test('whoever has written nothing yet gets the client of the katas before, with its tests, and undo takes it back', () => {
  const { client, session } = sitDown();

  const { exit, lines } = startKata(session, '3');

  expect(exit).toBe(0);
  expect(Object.fromEntries(readClient(client))).toEqual({
    'src/index.ts': solved.second['index.ts'],
    'src/up.ts': solved.second['up.ts'],
    'lasting/up.test.ts': '// stays up\n',
  });
  expect(session.state.kata).toBe('03');
  expect(lines).toEqual([
    'This is kata 3 (three), 10 minutes.',
    'Taken from the solutions, because they were missing: src/up.ts, lasting/up.test.ts.',
    'Not changed by you so far, and now as the solutions have them: src/index.ts.',
  ]);

  session.undo();
  expect(Object.fromEntries(readClient(client))).toEqual({ 'src/index.ts': stub });
  expect(session.state.kata).toBe('01');
});

test('given tests that no kata has released yet come along', () => {
  const { client, session } = sitDown();
  startKata(session, '2');
  expect(readFileSync(join(client, 'throwaway', 'kata-01', 'a.test.ts'), 'utf8')).toBe('// a\n');
});

test('what the learner wrote stays; only files that are missing come, with what they import', () => {
  const { client, session } = sitDown();
  writeFiles(client, { 'src/index.ts': 'mine\n', 'lasting/mine.test.ts': '// mine\n' });

  const { lines } = startKata(session, '4');

  expect(Object.fromEntries(readClient(client))).toEqual({
    'src/index.ts': 'mine\n',
    'src/extra.ts': expect.stringContaining('extra'),
    'src/up.ts': solved.second['up.ts'],
    'lasting/mine.test.ts': '// mine\n',
  });
  expect(lines.join('\n')).toContain('again 4');
});

test('a kata that was finished lacks nothing, wherever its code is', () => {
  const { client, open } = sitDown();
  writeFiles(client, { 'src/index.ts': 'all in one file\n' });
  for (const next of ['2', '3', '4']) {
    writeDown(client, { type: 'beat', beat: 'done' });
    startKata(open(), next);
  }
  startKata(open(), '1');
  const { lines } = startKata(open(), '4');

  expect([...readClient(client, ['src']).keys()]).toEqual(['src/index.ts']);
  expect(lines).toContain('Your files are as they were.');
});

test('going back changes nothing', () => {
  const { client, session } = sitDown();
  startKata(session, '3');
  const before = readClient(client, ['src', 'lasting']);
  startKata(session, '2');
  expect(readClient(client, ['src', 'lasting'])).toEqual(before);
});

test('an unknown kata, or none, is told the choices', () => {
  const { session, client } = sitDown();
  expect(startKata(session, '7')).toEqual({
    exit: 64,
    lines: ['There is no kata "7". The choices:\n   1  one\n   2  two\n   3  three\n   4  four'],
  });
  expect(startKata(session, undefined).lines[0]).toContain('Which kata? The choices:');
  expect(existsSync(join(client, '.coach', 'journal.jsonl'))).toBe(true);
  expect(session.state.kata).toBe('01');
});

test('the kata one is in is not begun again by accident', () => {
  const { session } = sitDown();
  const { exit, lines } = startKata(session, '01-one');
  expect(exit).toBe(1);
  expect(lines.join()).toContain('npm run coach -- restart');
  expect(session.state.snapshots).toEqual([]);
});

test('where a number is not there yet, the next kata is the one after it', () => {
  const { session, katas } = sitDown();
  const some = katas.filter(({ id }) => id !== '03');
  const open = () => new Session(session.places, some);

  startKata(open(), '2');

  expect(open().nextKata?.id).toBe('04');
  expect(startKata(open(), '3').lines.join('\n')).toMatch(
    /^There is no kata "3"\. The choices:\n[^3]*4 {2}four$/,
  );
  expect(startKata(open(), '4').exit).toBe(0);
  expect(open().kata.id).toBe('04');
});
