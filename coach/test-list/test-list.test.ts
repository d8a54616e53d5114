import { expect, test } from 'vitest';
import { parseList } from './parse-list.ts';
import { tickList } from './tick-list.ts';

const list = `# Kata 5

- [ ] Waits at least as long as the server says
- [x] gives up after the deadline
* [ ] tries a POST once

Not an item: [ ] this.
`;

test('items are the lines of a task list, whatever stands around them, on any system', () => {
  const items = [
    { text: 'Waits at least as long as the server says', isTicked: false },
    { text: 'gives up after the deadline', isTicked: true },
    { text: 'tries a POST once', isTicked: false },
  ];
  expect(parseList(list)).toEqual(items);
  expect(parseList(list.replaceAll('\n', '\r\n'))).toEqual(items);
});

test('a green test ticks the item that says the same; a tick of the learner stays', () => {
  const ticked = tickList(parseList(list), [
    'retry > waits at least as long as the server says.',
    'tries a PUT once',
  ]);
  expect(ticked.map(({ isTicked }) => isTicked)).toEqual([true, true, false]);
});
