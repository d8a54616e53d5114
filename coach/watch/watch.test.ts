import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sitDown, sitDownAtFirstRed } from '../test-support/sit-down.ts';

test('from an empty folder to the first red, to green, to the next test, at the speed of saves', async () => {
  const learner = sitDown();
  // Typed while nothing could be seen yet.
  learner.press('\rq');
  await learner.screen.shows('Kata 1 of');
  expect(learner.screen.text).toContain('[Enter] start');

  learner.press('\r');
  await learner.screen.shows('RED');
  expect(learner.screen.text).toMatch(/expected +true\s+got +undefined/);
  expect(learner.screen.text).toContain('Your first red');

  learner.saveReturning('true');
  await learner.screen.shows('GREEN');

  learner.press('n');
  await learner.screen.shows('Step 2');
  await learner.screen.shows('RED');
  expect(readdirSync(join(learner.client, 'throwaway', 'kata-01'))).toHaveLength(2);
  // A test that the coach reveals is no save of the learner's: one run each for Enter, the save and the key.
  expect(learner.journal().filter(({ type }) => type === 'run')).toHaveLength(3);
  expect(await learner.quit()).toBe(0);
});

test('a save during a run is not lost; g goes back to the last green, and u brings the edit back', async () => {
  const learner = await sitDownAtFirstRed();

  learner.saveReturning('true');
  await learner.screen.shows(() => learner.journal().filter(({ type }) => type === 'run').length === 2);
  learner.saveReturning('false');
  learner.saveReturning('true');
  learner.saveReturning('"almost"');
  await learner.screen.shows('almost');
  expect(learner.screen.text).toContain('RED');

  learner.press('g');
  await learner.screen.shows('GREEN');
  expect(learner.source()).toContain('return true;');

  learner.press('u');
  await learner.screen.shows('RED');
  expect(learner.source()).toContain('return "almost";');
});
