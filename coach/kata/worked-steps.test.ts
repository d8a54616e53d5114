import { expect, test } from 'vitest';
import type { Step } from './kata.ts';
import { workedSteps } from './worked-steps.ts';

const hints = { question: '', pointer: '' };
const steps: Step[] = [
  { kind: 'test', test: 'a.test.ts', title: '', purpose: '', hints },
  { kind: 'refactor', id: 'b', title: '', purpose: '', says: [], hints },
];

test('an edit inside a line is shown as whole lines, beside one that stays; each step goes on from the last', () => {
  const before = new Map([['index.ts', 'one(1);\ntwo(2);\nthree(3);\nfour(4);\n']]);
  const edits = {
    'a.test.ts': [{ file: 'index.ts', find: '(2)', replace: '(22)' }],
    b: [
      { file: 'new.ts', find: '', replace: 'five(5);\n' },
      { file: 'index.ts', find: '(22)', replace: '(222)' },
    ],
  };

  const worked = workedSteps(before, steps, edits);

  expect(worked['a.test.ts']).toEqual([
    {
      file: 'index.ts',
      isNew: false,
      lines: [
        { sign: ' ', text: 'one(1);' },
        { sign: '-', text: 'two(2);' },
        { sign: '+', text: 'two(22);' },
        { sign: ' ', text: 'three(3);' },
      ],
    },
  ]);
  expect(worked.b?.map(({ file, isNew }) => [file, isNew])).toEqual([
    ['index.ts', false],
    ['new.ts', true],
  ]);
});
