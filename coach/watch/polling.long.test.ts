import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { sitDown } from '../test-support/sit-down.ts';

// A network drive, or a folder that a container shares: the system takes the watch, and never tells of anything.
vi.mock('chokidar', async (importOriginal) => {
  const original = await importOriginal<typeof import('chokidar')>();
  const watch: typeof original.watch = (paths, options) =>
    original.watch(options?.usePolling === true ? paths : join(import.meta.dirname, 'nothing here'), options);
  return { ...original, watch };
});

test('where no word of a save ever comes, files are looked at instead, and no save is lost', async () => {
  const learner = sitDown();
  await learner.screen.shows('Kata 1 of');
  expect(learner.screen.text).toContain('no word of a save within 1.5 s: looking every 100 ms instead');

  learner.press('\r');
  await learner.screen.shows('RED');
  learner.saveReturning('true');
  await learner.screen.shows('GREEN');
  learner.saveReturning('"worse"');
  await learner.screen.shows('RED');

  // A file that came later is looked at too.
  const later = join(learner.client, 'throwaway', 'kata-01', 'mine.test.ts');
  writeFileSync(later, "import { expect, test } from 'vitest';\ntest('mine', () => expect(1).toBe(1));\n");
  await learner.screen.shows('1 of 2 failed');
});
