import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { Journal } from '../journal/journal.ts';
import { replay, type State } from '../journal/replay.ts';
import { hasSketch } from '../kata/has-sketch.ts';
import type { Edit, Kata, OwnStep, Step, StepEdits } from '../kata/kata.ts';
import { loadKatas } from '../kata/load-kata.ts';
import { stepsOf } from '../kata/steps-of.ts';
import { topicOf } from '../kata/topic-of.ts';
import { writtenTest } from '../kata/written-test.ts';
import { watch } from '../watch/watch.ts';
import { Screen } from './screen.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Types what the workbook tells, and presses the keys the screen names. */
class Learner {
  readonly workbook: string;
  readonly client = temporaryFolder();
  readonly screen = new Screen();
  readonly #keys = new PassThrough();
  readonly #ended: Promise<number>;

  constructor(workbook: string) {
    this.workbook = workbook;
    this.#ended = watch({ client: this.client, workbook }, this.#keys, this.screen);
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

  /** Saves, and waits for the light of that. */
  async save(write: () => void): Promise<void> {
    // Editors and file systems tell time in milliseconds: two saves are two only a moment apart.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const before = this.state.lights.length;
    const shown = this.screen.shows(() => this.state.lights.length > before);
    write();
    await shown;
  }

  edit(edits: Edit[]): void {
    for (const { file, find, replace } of edits) {
      const path = join(this.client, 'src', file);
      const text = find === '' ? '' : readFileSync(path, 'utf8');
      expect(find === '' || text.includes(find), `${file} has: ${find}`).toBe(true);
      writeFileSync(path, find === '' ? replace : text.replace(find, () => replace));
    }
  }

  async quit(): Promise<number> {
    this.#keys.write('q');
    return this.#ended;
  }
}

/** Walks every kata of a workbook by doing what it says, as its solutions do, and looks at every light on the way. */
export async function walk(workbook: string): Promise<void> {
  const learner = new Learner(workbook);
  await learner.screen.shows('Kata 1 of');
  for (const kata of await loadKatas(workbook)) {
    const { state } = learner;
    if (state.kata !== kata.id) await learner.press('n', () => learner.screen.text.includes(kata.title));
    await begin(learner, kata);
    if (kata.help === 'success') await writeAll(learner, kata);
    else {
      const edits = await editsOf(learner, kata);
      for (const [index, step] of stepsOf(kata, 'red-green').entries())
        await takeStep(learner, kata, step, index + 1, edits);
      if (kata.help === 'behaviours') expect(learner.screen.text).toContain(`${kata.steps.length} of`);
    }
    if (kata.curates) {
      await curateAndRelease(learner, kata);
      if (learner.state.beat === 'again') {
        const edits = await editsOf(learner, kata);
        for (const [index, step] of stepsOf(kata, 'again').entries())
          await takeStep(learner, kata, step, index + 1, edits);
      }
    }
    if (learner.state.beat !== 'done')
      await learner.press('n', () => learner.state.beat === 'done' && learner.state.run !== undefined);
    expect(learner.state.finished).toContain(kata.id);
    if (kata.curates && learner.state.missing === undefined)
      await learner.screen.shows(() => learner.state.missing !== undefined);
    expect(learner.state.missing).toEqual(kata.curates ? [] : undefined);
  }
  expect(await learner.quit()).toBe(0);
}

async function editsOf({ workbook }: Learner, kata: Kata): Promise<StepEdits> {
  const file = join(workbook, 'solutions', kata.slug, 'steps.ts');
  const { edits }: { edits: StepEdits } = await import(pathToFileURL(file).href);
  return edits;
}

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
  if (kata.help !== 'behaviours' && learner.state.step < number) {
    const before = runs();
    await learner.press('n', () => learner.state.step === number && runs() > before);
  }
  if (step.kind === 'own') await learner.save(() => writeTest(learner, kata, step));
  const first = learner.state.run?.light;
  if (step.kind !== 'refactor')
    expect(`${step.title}: ${first}`).toBe(`${step.title}: ${step.firstLight ?? 'red'}`);
  await learner.save(() => learner.edit(edits[topicOf(step)] ?? []));
  // The refactoring before a release turns the throwaway tests red that look inside. All else ends green.
  const after = step.kind === 'refactor' && step.afterRelease !== true && kata.curates ? 'red' : 'green';
  expect(`${step.title}: ${learner.state.run?.light}`).toBe(`${step.title}: ${after}`);
}

/** The learner's own test: the one that the third hint shows. */
function writeTest({ client, workbook }: Learner, kata: Kata, step: OwnStep): void {
  const text = readFileSync(join(workbook, 'solutions', kata.slug, writtenTest(step)), 'utf8');
  writeFileSync(join(client, 'throwaway', `${step.id}.test.ts`), text);
}

/** A kata that gives nothing but its success statement: all of the solution at once. */
async function writeAll(learner: Learner, kata: Kata): Promise<void> {
  await learner.save(() =>
    cpSync(join(learner.workbook, 'solutions', kata.slug, 'src'), join(learner.client, 'src'), {
      recursive: true,
    }),
  );
  expect(learner.state.run?.light).toBe('green');
}

async function curateAndRelease(learner: Learner, kata: Kata): Promise<void> {
  await learner.press('n', () => learner.state.beat === 'curate' && learner.state.judged !== undefined);
  expect(learner.state.judged?.bugs.escaped).not.toEqual([]);

  const shown = learner.screen.shows(() => learner.state.judged?.bugs.escaped.length === 0);
  cpSync(join(learner.workbook, 'solutions', kata.slug, 'lasting'), join(learner.client, 'lasting'), {
    recursive: true,
  });
  await shown;
  expect(learner.state.judged?.otherWays.refused).toEqual([]);

  await learner.press('n', () => learner.state.beat === 'release');
  await learner.press('y', () => learner.state.released.includes(kata.id));
  await learner.press('\r', () => learner.state.run?.light === 'green');
  expect(readdirSync(join(learner.client, 'throwaway'))).toEqual([]);
  expect(learner.state.snapshots.at(-1)?.why).toBe('before the release');
}
