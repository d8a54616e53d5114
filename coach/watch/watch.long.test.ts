import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runOnce } from '../check/check.ts';
import { Journal } from '../journal/journal.ts';
import { startKata } from '../moving/start-kata.ts';
import { sitDown, sitDownAtFirstRed } from '../test-support/sit-down.ts';

test('nothing moves on by itself, and a step that is not green is left only when said twice', async () => {
  const learner = await sitDownAtFirstRed();

  learner.press('n');
  await learner.screen.shows('not green yet');
  expect(learner.screen.text).toContain('Step 1');
  learner.press('n');
  await learner.screen.shows('Step 2');
});

test('with ACCESSIBLE=1 nothing is drawn over, and nothing is said twice', async () => {
  vi.stubEnv('ACCESSIBLE', '1');
  onTestFinished(() => void vi.unstubAllEnvs());
  const learner = await sitDownAtFirstRed();

  expect(learner.screen.raw).not.toContain('\u001b[H');
  expect(learner.screen.raw.match(/Success {5}/g)).toHaveLength(1);
  expect(learner.screen.raw.match(/x RED/g)).toHaveLength(1);
});

test('the paths of a screen are links in a terminal that opens them, and never for a reader that speaks', async () => {
  vi.stubEnv('FORCE_HYPERLINK', '1');
  onTestFinished(() => void vi.unstubAllEnvs());
  const learner = sitDown();
  Object.assign(learner.screen, { isTTY: true });
  await learner.screen.shows('Kata 1 of');
  learner.press('\r');
  await learner.screen.shows('RED');
  expect(learner.screen.raw).toContain(
    `\u001b]8;;${pathToFileURL(join(learner.client, 'src', 'index.ts')).href}\u0007`,
  );

  vi.stubEnv('ACCESSIBLE', '1');
  const before = learner.screen.raw.length;
  learner.saveReturning('true');
  await learner.screen.shows('GREEN');
  expect(learner.screen.raw.slice(before)).not.toContain('\u001b]8');
});

test('a prediction is one key and one letter, and the next light answers it', async () => {
  const learner = await sitDownAtFirstRed();

  learner.press('p');
  await learner.screen.shows('Which light');
  learner.press('g');
  await learner.screen.shows('You expect your next save to show green');
  learner.saveReturning('true');
  await learner.screen.shows('As you expected: green');
});

test('b shows a test that was green at once that it can fail', async () => {
  const learner = await sitDownAtFirstRed();
  learner.saveReturning('(await fetch(_url)).status < 300');
  await learner.screen.shows('GREEN');
  learner.press('n');
  await learner.screen.shows('Green at once');

  learner.press('b');
  await learner.screen.shows('can fail: it is red with');
  expect(learner.source()).toContain('status < 300');
});

test('from the menu to another kata, back, to a restart, and into a rehearsal and out of it', async () => {
  const learner = await sitDownAtFirstRed();
  learner.press('m');
  await learner.screen.shows('Move about');
  learner.press('2\r');
  await learner.screen.shows('Kata 2 of');
  expect(learner.screen.text).toContain('[u] leads back.');
  learner.press('u');
  await learner.screen.shows('RED');
  expect(learner.screen.text).toContain('Kata 1 of');
  learner.press('u');
  await learner.screen.shows('Kata 2 of');
  learner.press('\r');
  await learner.screen.shows('[sketch]');
  // The contract is of this kata, and not of the one that was left.
  learner.press('\r');
  await learner.screen.shows('NoAnswer');
  learner.press('u');
  await learner.screen.shows('RED');

  learner.saveReturning('"mine"');
  await learner.screen.shows('mine');
  learner.press('mr');
  await learner.screen.shows('Restart kata 1');
  learner.press('y');
  await learner.screen.shows('[goal]');
  expect(learner.source()).toContain('return undefined;');
  learner.press('u');
  await learner.screen.shows('mine');

  const own = learner.journal();
  learner.press('ma');
  await learner.screen.shows('Rehearsal · kata 1');
  learner.press('\r');
  await learner.screen.shows('RED');
  const rehearsal = join(learner.client, 'rehearsals', '01-first-red-1');
  new Journal(join(rehearsal, '.coach', 'journal.jsonl')).append({ type: 'beat', beat: 'done' });
  await learner.screen.shows('beside the time before');
  learner.press('n');
  await learner.screen.shows('There is no earlier time');
  expect(learner.screen.text).toContain('Rehearsal · kata 1');
  learner.press('l');
  await learner.screen.shows('Your own client again');
  expect(learner.screen.text).toContain('Kata 1 of');
  // Nothing was saved here meanwhile: the light is the same, and is not written twice.
  await learner.screen.shows('RED');
  expect(learner.journal()).toEqual(own);
  expect(await learner.quit()).toBe(0);
});

test('with ACCESSIBLE=1 the menu is told once, and a save is heard over it', async () => {
  vi.stubEnv('ACCESSIBLE', '1');
  onTestFinished(() => void vi.unstubAllEnvs());
  const learner = await sitDownAtFirstRed();

  learner.press('m');
  await learner.screen.shows('Move about');
  learner.press('2');
  await learner.screen.shows('kata 2 (');
  expect(learner.screen.raw.match(/Move about/g)).toHaveLength(1);
  learner.saveReturning('true');
  await learner.screen.shows('GREEN');
  expect(learner.screen.text).toContain('[n] next step');
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
