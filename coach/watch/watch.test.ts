import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Journal } from '../journal/journal.ts';
import { workbookFolder } from '../kata/folders.ts';
import { Screen } from '../test-support/screen.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { watch } from './watch.ts';

/** A learner at a terminal, with the workbook as it is and an empty folder. */
function sitDown() {
  const client = temporaryFolder();
  const keys = new PassThrough();
  const screen = new Screen();
  const ended = watch({ client, workbook: workbookFolder }, keys, screen);
  const quit = async () => {
    keys.write('q');
    return ended;
  };
  onTestFinished(async () => {
    await quit();
  });
  const source = join(client, 'src', 'index.ts');
  return {
    client,
    screen,
    quit,
    press: (key: string) => keys.write(key),
    /** The learner types the one line that kata 1 asks for first. */
    saveReturning: (value: string) => {
      const text = readFileSync(source, 'utf8');
      writeFileSync(source, text.replace(/return .*;/, `return ${value};`));
    },
    source: () => readFileSync(source, 'utf8'),
    journal: () => new Journal(join(client, '.coach', 'journal.jsonl')).read(),
  };
}

test('from an empty folder to the first red, to green, to the next test, at the speed of saves', async () => {
  const learner = sitDown();
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
  const learner = sitDown();
  await learner.screen.shows('Kata 1 of');
  learner.press('\r');
  await learner.screen.shows('RED');

  learner.saveReturning('true');
  await learner.screen.shows(() => learner.journal().filter(({ type }) => type === 'run').length === 2);
  learner.saveReturning('false');
  learner.saveReturning('true');
  learner.saveReturning('"almost"');
  await learner.screen.shows('almost');

  expect(learner.screen.text).toContain('RED');
});

test('nothing moves on by itself, and a step that is not green is left only when said twice', async () => {
  const learner = sitDown();
  await learner.screen.shows('Kata 1 of');
  learner.press('\r');
  await learner.screen.shows('RED');

  learner.press('n');
  await learner.screen.shows('not green yet');
  expect(learner.screen.text).toContain('Step 1');
  learner.press('n');
  await learner.screen.shows('Step 2');
});

test('with ACCESSIBLE=1 nothing is drawn over, and nothing is said twice', async () => {
  vi.stubEnv('ACCESSIBLE', '1');
  onTestFinished(() => void vi.unstubAllEnvs());
  const learner = sitDown();
  await learner.screen.shows('Kata 1 of');
  learner.press('\r');
  await learner.screen.shows('RED');

  expect(learner.screen.raw).not.toContain('\u001b[H');
  expect(learner.screen.raw.match(/Success {5}/g)).toHaveLength(1);
  expect(learner.screen.raw.match(/x RED/g)).toHaveLength(1);
});

test('g goes back to the last green, and u brings the edit back', async () => {
  const learner = sitDown();
  await learner.screen.shows('Kata 1 of');
  learner.press('\r');
  await learner.screen.shows('RED');
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

test('a prediction is one key and one letter, and the next light answers it', async () => {
  const learner = sitDown();
  await learner.screen.shows('Kata 1 of');
  learner.press('\r');
  await learner.screen.shows('RED');

  learner.press('p');
  await learner.screen.shows('Which light');
  learner.press('g');
  await learner.screen.shows('You expect the next light to be green');
  learner.saveReturning('true');
  await learner.screen.shows('green, as you expected');
});

test('b shows a test that was green at once that it can fail', async () => {
  const learner = sitDown();
  await learner.screen.shows('Kata 1 of');
  learner.press('\r');
  await learner.screen.shows('RED');
  learner.saveReturning('(await fetch(_url)).status < 300');
  await learner.screen.shows('GREEN');
  learner.press('n');
  await learner.screen.shows('Green at once');

  learner.press('b');
  await learner.screen.shows('It can fail: with a client in which');
  expect(learner.source()).toContain('status < 300');
});

test('n pressed right after a save is about that save, and not about the light before', async () => {
  const learner = sitDown();
  await learner.screen.shows('Kata 1 of');
  learner.press('\r');
  await learner.screen.shows('RED');
  learner.saveReturning('true');
  await learner.screen.shows('GREEN');

  learner.saveReturning('"broken"');
  learner.press('n');
  await learner.screen.shows('not green yet');
  expect(learner.screen.text).toContain('Step 1');
});
