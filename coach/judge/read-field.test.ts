import { expect, test } from 'vitest';
import { folderInside, writeFiles } from './fake-workbook.ts';
import { readSolution } from './read-field.ts';

test('a solution has what katas bring for it, and keeps what it has made of that', () => {
  const workbook = folderInside();
  writeFiles(workbook, {
    'katas/01-one/start/src/index.ts': 'brought',
    'solutions/01-one/src/index.ts': 'one',
    'katas/02-two/start/src/index.ts': 'brought again',
    'katas/02-two/start/src/help.ts': 'help',
    'solutions/02-two/src/two.ts': 'two',
    'katas/03-three/start/src/later.ts': 'later',
    'solutions/03-three/src/three.ts': 'three',
  });

  expect([...readSolution(workbook, '02-two')].sort()).toEqual([
    ['help.ts', 'help'],
    ['index.ts', 'one'],
    ['two.ts', 'two'],
  ]);
});
