import { expect, test } from 'vitest';
import { showSolution } from './show-solution.ts';
import { sitDown, solved } from './small-workbook.ts';

test('the files that the kata changes, whole, and no others', () => {
  const { session } = sitDown();
  expect(showSolution(session, undefined, false).lines).toEqual([
    '--- src/index.ts',
    solved.first['index.ts'].trimEnd(),
    '',
  ]);
  const third = showSolution(session, '3', false).lines;
  expect(third).toContain('--- src/extra.ts (new)');
  expect(third.join()).not.toContain('src/index.ts');
});

test('says where the lasting tests are', () => {
  const { session } = sitDown();
  expect(showSolution(session, '2', false).lines.at(-1)).toBe(
    'Its lasting tests are in solutions/02-two/lasting/.',
  );
});

test('an unknown kata is told the choices', () => {
  const { session } = sitDown();
  expect(showSolution(session, '9', false)).toMatchObject({
    exit: 64,
    lines: [expect.stringContaining('choices')],
  });
});
