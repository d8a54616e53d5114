import { test } from 'vitest';
import { workbookFolder } from '../kata/folders.ts';
import { levelKatas } from '../test-support/level-katas.ts';
import { walk } from '../test-support/walk.ts';

/** Twice what a kata takes on a busy machine. */
const perKataMs = 40_000;

test(
  'the whole workbook can be walked by doing what it says',
  async () => {
    await walk(workbookFolder);
  },
  perKataMs * 16,
);

test('so can katas of every level of help at which the learner writes the tests', async () => {
  await walk(levelKatas());
});
