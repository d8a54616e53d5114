import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runOnce } from '../check/check.ts';
import { startKata } from '../moving/start-kata.ts';
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

test('a save during a run is not lost: the last light is of the last save', async () => {
  const learner = await sitDownAtFirstRed();

  learner.saveReturning('true');
  await learner.screen.shows(() => learner.journal().filter(({ type }) => type === 'run').length === 2);
  learner.saveReturning('false');
  learner.saveReturning('true');
  learner.saveReturning('"almost"');
  await learner.screen.shows('almost');

  expect(learner.screen.text).toContain('RED');
});

test('g goes back to the last green, and u brings the edit back', async () => {
  const learner = await sitDownAtFirstRed();
  learner.saveReturning('true');
  await learner.screen.shows('GREEN');
  learner.saveReturning('"worse"');
  await learner.screen.shows('RED');

  learner.press('g');
  await learner.screen.shows('GREEN');
  expect(learner.source()).toContain('return true;');

  learner.press('u');
  await learner.screen.shows('RED');
  expect(learner.source()).toContain('return "worse";');
});

test('n pressed right after a save is about that save, and not about the light before', async () => {
  const learner = await sitDownAtFirstRed();
  learner.saveReturning('true');
  await learner.screen.shows('GREEN');

  learner.saveReturning('"broken"');
  learner.press('n');
  await learner.screen.shows('not green yet');
  expect(learner.screen.text).toContain('Step 1');
});

test('what another command moves is shown here at once, and no run is written twice', async () => {
  const learner = await sitDownAtFirstRed();

  startKata(await learner.elsewhere(), '2');
  await learner.screen.shows('Kata 2 of');
  expect(learner.screen.text).toContain('[Enter] start');
  // A move that touches no file.
  (await learner.elsewhere()).next(false);
  await learner.screen.shows('[sketch]');

  (await learner.elsewhere()).undo();
  await learner.screen.shows('Kata 1 of');
  await learner.screen.shows('RED');
  expect(learner.journal().filter(({ type }) => type === 'run')).toHaveLength(2);

  // A command that runs the tests as well, as "next" does, shows the same light as this screen.
  learner.saveReturning('true');
  await learner.screen.shows('GREEN');
  const command = await learner.elsewhere();
  command.next(false);
  vi.spyOn(console, 'log').mockImplementation(() => {});
  onTestFinished(() => void vi.restoreAllMocks());
  await Promise.all([learner.screen.shows('RED'), runOnce(command, true)]);
  expect(learner.screen.text).toContain('Step 2');
  expect(learner.journal().flatMap((event) => (event.type === 'run' ? [event.light] : []))).toEqual([
    'red',
    'red',
    'green',
    'red',
  ]);
});
