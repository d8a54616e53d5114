import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { Journal } from '../journal/journal.ts';
import { replay, type State } from '../journal/replay.ts';
import { workbookFolder } from '../kata/folders.ts';
import { hasSketch } from '../kata/has-sketch.ts';
import type { Edit, Kata, Step, StepEdits } from '../kata/kata.ts';
import { loadKatas } from '../kata/load-kata.ts';
import { stepsOf } from '../kata/steps-of.ts';
import { topicOf } from '../kata/topic-of.ts';
import { Screen } from '../test-support/screen.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { watch } from './watch.ts';

/** Types what the workbook tells, and presses the keys the screen names. */
class Learner {
  readonly client = temporaryFolder();
  readonly screen = new Screen();
  readonly #keys = new PassThrough();
  readonly #ended: Promise<number>;

  constructor() {
    this.#ended = watch({ client: this.client, workbook: workbookFolder }, this.#keys, this.screen);
  }

  get state(): State {
    return replay(new Journal(join(this.client, '.coach', 'journal.jsonl')).read());
  }

  /** Presses a key and waits for a screen on which something is true. */
  async press(key: string, until: () => boolean): Promise<void> {
    const shown = this.screen.shows(until);
    this.#keys.write(key);
    await shown;
  }

  async save(edits: Edit[], until: () => boolean): Promise<void> {
    // Editors and file systems tell time in milliseconds: two saves are two only a moment apart.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const shown = this.screen.shows(until);
    for (const { file, find, replace } of edits) {
      const path = join(this.client, 'src', file);
      const text = find === '' ? '' : readFileSync(path, 'utf8');
      expect(find === '' || text.includes(find), `${file} has: ${find}`).toBe(true);
      writeFileSync(path, find === '' ? replace : text.replace(find, () => replace));
    }
    await shown;
  }

  async quit(): Promise<number> {
    this.#keys.write('q');
    return this.#ended;
  }
}

test('the whole workbook can be walked by doing what it says', async () => {
  const learner = new Learner();
  await learner.screen.shows('Kata 1 of');
  for (const kata of await loadKatas(workbookFolder)) {
    const { edits }: { edits: StepEdits } = await import(
      pathToFileURL(join(workbookFolder, 'solutions', kata.slug, 'steps.ts')).href
    );
    const { state } = learner;
    if (state.kata !== kata.id) await learner.press('n', () => learner.screen.text.includes(kata.title));

    await begin(learner, kata);
    for (const [index, step] of stepsOf(kata, 'red-green').entries())
      await takeStep(learner, kata, step, index + 1, edits);
    if (kata.curates) {
      await curateAndRelease(learner, kata);
      for (const [index, step] of stepsOf(kata, 'again').entries())
        await takeStep(learner, kata, step, index + 1, edits);
    }
    await learner.press('n', () => learner.state.beat === 'done' && learner.state.run !== undefined);
    expect(learner.state.finished).toContain(kata.id);
  }
  expect(await learner.quit()).toBe(0);
});

async function begin(learner: Learner, kata: Kata): Promise<void> {
  if (hasSketch(kata)) {
    await learner.press('\r', () => learner.state.beat === 'sketch');
    await learner.press('\r', () => learner.state.contractShown);
  }
  await learner.press('\r', () => learner.state.beat === 'red-green' && learner.state.run !== undefined);
}

async function takeStep(
  learner: Learner,
  kata: Kata,
  step: Step,
  number: number,
  edits: StepEdits,
): Promise<void> {
  const runs = () => learner.state.lights.length;
  if (learner.state.step < number) {
    const before = runs();
    await learner.press('n', () => learner.state.step === number && runs() > before);
  }
  const first = learner.state.run?.light;
  if (step.kind === 'test')
    expect(`${step.test}: ${first}`).toBe(`${step.test}: ${step.firstLight ?? 'red'}`);
  const before = runs();
  await learner.save(edits[topicOf(step)] ?? [], () => runs() > before);
  // The refactoring before a release turns the throwaway tests red that look inside. All else ends green.
  const after = step.kind === 'refactor' && step.afterRelease !== true && kata.curates ? 'red' : 'green';
  expect(`${step.title}: ${learner.state.run?.light}`).toBe(`${step.title}: ${after}`);
}

async function curateAndRelease(learner: Learner, kata: Kata): Promise<void> {
  await learner.press('n', () => learner.state.beat === 'curate' && learner.state.judged !== undefined);
  expect(learner.state.judged?.bugs.escaped).not.toEqual([]);

  const shown = learner.screen.shows(() => learner.state.judged?.bugs.escaped.length === 0);
  rmSync(join(learner.client, 'lasting'), { recursive: true });
  cpSync(join(workbookFolder, 'solutions', kata.slug, 'lasting'), join(learner.client, 'lasting'), {
    recursive: true,
  });
  await shown;
  expect(learner.state.judged?.otherWays.refused).toEqual([]);

  await learner.press('n', () => learner.state.beat === 'release');
  await learner.press('y', () => learner.state.released.includes(kata.id));
  await learner.press('\r', () => learner.state.run?.light === 'green');
  expect(existsSync(join(learner.client, 'throwaway', `kata-${kata.id}`))).toBe(false);
  expect(learner.state.snapshots.map(({ why }) => why)).toEqual(['before the release']);
}
