import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readClient } from './read-client.ts';
import { restart } from './restart.ts';
import { sitDown, solved, stub, writeFiles } from './small-workbook.ts';
import { startKata } from './start-kata.ts';

function filesOf(client: string): Record<string, string> {
  return Object.fromEntries(readClient(client));
}

test('files and place are as they were when the kata began; undo brings all back', () => {
  const { client, session } = sitDown();
  session.next(true);
  writeFiles(client, { 'src/index.ts': 'mine\n', 'src/more.ts': 'more\n', 'lasting/l.test.ts': '// l\n' });
  const worked = filesOf(client);
  expect(Object.keys(worked)).toContain('throwaway/kata-01/a.test.ts');

  expect(restart(session).exit).toBe(0);
  expect(filesOf(client)).toEqual({ 'src/index.ts': stub });
  expect(session.state).toMatchObject({ kata: '01', beat: 'goal', step: 0 });

  session.undo();
  expect(filesOf(client)).toEqual(worked);
  expect(session.state).toMatchObject({ kata: '01', beat: 'red-green', step: 1 });
});

test('what was done in earlier katas stays, given tests that are not released yet included', () => {
  const { client, session } = sitDown();
  session.next(true);
  writeFiles(client, { 'src/index.ts': 'mine\n' });
  startKata(session, '2');
  const atBeginning = filesOf(client);
  writeFiles(client, { 'src/index.ts': 'spoilt\n', 'throwaway/kata-02/b.test.ts': '// b\n' });

  restart(session);

  expect(filesOf(client)).toEqual(atBeginning);
  expect(Object.keys(atBeginning)).toEqual(['src/index.ts', 'throwaway/kata-01/a.test.ts']);
});

test('a kata that one came back to has its own beginning, and none of the tests of the first visit', () => {
  const { client, session } = sitDown();
  session.next(true);
  startKata(session, '2');
  startKata(session, '1');
  writeFiles(client, { 'src/index.ts': 'second visit\n' });

  restart(session);

  expect(filesOf(client)).toEqual({ 'src/index.ts': solved.first['index.ts'] });
});

test('after an undo that led back to another kata it is that kata that restarts', () => {
  const { client, session, open } = sitDown();
  writeFiles(client, { 'src/index.ts': 'mine\n' });
  startKata(session, '2');
  session.undo();

  restart(open());

  expect(filesOf(client)).toEqual({ 'src/index.ts': stub });
  expect(open().state.kata).toBe('01');
});

test('without a copy of the beginning nothing is changed', () => {
  const { client, session } = sitDown();
  writeFiles(client, { 'src/index.ts': 'mine\n' });
  rmSync(join(client, '.coach', 'snapshots'), { recursive: true });

  const { exit, lines } = restart(session);

  expect(exit).toBe(1);
  expect(lines.join('\n')).toContain('Nothing was changed');
  expect(lines.join('\n')).toContain('again 1');
  expect(filesOf(client)).toEqual({ 'src/index.ts': 'mine\n' });
});
