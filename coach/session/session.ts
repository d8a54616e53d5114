import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, sourceHash, testFiles } from '../client-folder/client-files.ts';
import { emptyFolder } from '../client-folder/empty-folder.ts';
import { copyMissing } from '../client-folder/make-client-folder.ts';
import { plainLines } from '../client-folder/plain-lines.ts';
import { ownFolder } from '../client-folder/rehearsal-folder.ts';
import {
  beginningId,
  keepAs,
  keepLastGreen,
  lastGreenId,
  restoreSnapshot,
  snapshotOf,
  takeSnapshot,
} from '../client-folder/snapshots.ts';
import type { BoxDecision, Light, RunEvent } from '../journal/event.ts';
import { type EventBody, Journal } from '../journal/journal.ts';
import { lastingCount } from '../journal/lasting-count.ts';
import { Replay, type SeenRun, type State } from '../journal/replay.ts';
import { breakIt } from '../judge/break-it.ts';
import { readTree } from '../judge/read-tree.ts';
import type { Judge } from '../judge/start-judge.ts';
import { changedFiles } from '../kata/changed-lines.ts';
import { hasSketch } from '../kata/has-sketch.ts';
import { isBoxOver } from '../kata/is-box-over.ts';
import { isOneSitting } from '../kata/is-one-sitting.ts';
import type { Bug, Kata, Step } from '../kata/kata.ts';
import { revealedFile } from '../kata/revealed-file.ts';
import { stepsOf } from '../kata/steps-of.ts';
import { topicOf } from '../kata/topic-of.ts';
import { neverRed } from '../own-steps/never-red.ts';
import { ownProgress } from '../own-steps/own-progress.ts';
import { stepOfTest } from '../own-steps/step-of-test.ts';
import type { Runner } from '../run/start-runner.ts';
import { count } from '../screen/count.ts';
import { itemAtWork } from '../test-list/item-at-work.ts';
import { type Lists, listsOf } from '../test-list/lists-of.ts';
import { recordRun } from './record-run.ts';

export type Places = { client: string; workbook: string };

/** What a key did: it moved on, or there is something to say first. */
export type Outcome = { moved: true } | { moved: false; say: string };

const moved: Outcome = { moved: true };

/** In the first kata nobody needs them yet. */
const typesFrom = '02';

/**
 * One sitting at the workbook: the journal, the learner's folder and what may be done next. It draws nothing and
 * listens to nothing, so that the watch screen and a single check share it.
 */
export class Session {
  readonly places: Places;
  readonly katas: Kata[];
  readonly #journal: Journal;
  #replay = new Replay();
  #hasRun = false;
  #arrivals = 0;

  constructor(places: Places, katas: Kata[]) {
    this.places = places;
    this.katas = katas;
    this.#journal = new Journal(join(places.client, '.coach', 'journal.jsonl'));
    this.#read();
  }

  /** How often another command has led to another place, or back to one whose light is to be shown anew. */
  get arrivals(): number {
    return this.#arrivals;
  }

  /** Reads what other commands have written into the journal. Whether there was anything. */
  catchUp(): boolean {
    if (!this.#journal.hasNews) return false;
    const before = { place: this.#position, run: this.state.run };
    this.#read();
    const isShown = this.state.run !== undefined || before.run === undefined;
    if (this.#position !== before.place || !isShown) this.#arrivals += 1;
    return true;
  }

  #read(): void {
    this.#replay = new Replay();
    for (const event of this.#journal.read()) this.#replay.add(event);
  }

  get state(): State {
    return this.#replay.state;
  }

  get kata(): Kata {
    const kata = this.katas.find(({ id }) => id === this.state.kata) ?? this.katas[0];
    if (kata === undefined)
      throw new Error('There is no kata in katas/. Run "git status" and restore the folder.');
    return kata;
  }

  get nextKata(): Kata | undefined {
    return this.katas[this.katas.indexOf(this.kata) + 1];
  }

  /**
   * The step the learner is at, if the beat has steps. Where they all lie open, a red test says which; else it is the
   * first that is not ticked.
   */
  get step(): Step | undefined {
    const steps = stepsOf(this.kata, this.state.beat);
    if (!this.#isSitting) return steps[this.state.step - 1];
    const at = itemAtWork(this.lists.behaviours, this.#testsThat('failed'));
    return steps.find(({ title }) => title === at?.text);
  }

  /** Whether red-green goes on without steps to press [n] at. */
  get #isSitting(): boolean {
    return this.state.beat === 'red-green' && isOneSitting(this.kata);
  }

  /** Read anew each time: `throwaway/list.md` is no test, and a save of it starts no run. */
  get lists(): Lists {
    const file = join(this.places.client, 'throwaway', 'list.md');
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return listsOf(this.kata, text, this.#testsThat('passed'));
  }

  /** Names of tests of the last run. */
  #testsThat(ended: 'passed' | 'failed'): string[] {
    const tests = this.state.run?.tests ?? [];
    return tests.filter(({ state }) => state === ended).map(({ name }) => name);
  }

  /** Whether a kata is done once more here, in a folder of its own. */
  get isRehearsal(): boolean {
    return ownFolder(this.places.client) !== undefined;
  }

  /** Why the journal cannot be written, where it cannot. */
  get trouble(): string | undefined {
    return this.#journal.trouble;
  }

  /** Begins the first kata that is not finished, where none was begun or this workbook no longer has the one that was. */
  begin(): void {
    if (this.katas.some(({ id }) => id === this.state.kata)) return;
    this.startKata(this.katas.find(({ id }) => !this.state.finished.includes(id)) ?? this.kata);
  }

  /** Writes what a full disk kept waiting. */
  end(): void {
    this.#journal.flush();
  }

  startKata(kata: Kata): void {
    const at = new Date();
    copyMissing(join(kata.folder, 'start'), this.places.client);
    // What the kata brings is part of its beginning; a beginning that cannot be kept begins nothing.
    keepAs(this.places.client, beginningId(kata.id, at.toISOString()));
    this.#write({ type: 'kata', kata: kata.id }, at);
  }

  /**
   * Runs every test of the learner and writes down what it showed. A key or a command that moved on meanwhile makes it
   * old news, and so does another coach that has shown and written the same.
   */
  async run(runner: Runner): Promise<void> {
    const { client } = this.places;
    const begun = this.#position;
    const shownAt = this.state.run?.at;
    const source = sourceHash(client);
    const files = testFiles(client);
    const record = await runner.run([...files.throwaway, ...files.lasting]);
    this.catchUp();
    if (this.#position !== begun) return;
    const circumstances = { client, source, misnamed: files.misnamed, lastingOnly: this.judgesNow };
    const altered = this.#alteredTest();
    const event = { ...recordRun(record, circumstances), ...(altered !== undefined && { altered }) };
    const { run } = this.state;
    // Some editors save in two strokes; another coach, or the sitting before, may have run the same.
    const isFirst = !this.#hasRun;
    this.#hasRun = true;
    const isEcho =
      run !== undefined && (isFirst || run.at !== shownAt || Date.now() - Date.parse(run.at) < echoMs);
    if (isEcho && this.state.isRunOfStep && tellsTheSame(run, event)) return;
    this.#write({
      ...event,
      ...(this.state.lastGreen !== undefined && { changed: this.#changedSinceGreen() }),
    });
    if (event.light === 'green' && source === sourceHash(client)) keepLastGreen(client);
  }

  #changedSinceGreen(): { file: string; lines: number }[] {
    const { client } = this.places;
    return changedFiles(readTree(snapshotOf(client, lastGreenId, 'src')), readTree(join(client, 'src')));
  }

  /** The test of the present step, where it is not as the kata gave it any more. */
  #alteredTest(): string | undefined {
    const { step, kata } = this;
    if (step?.kind !== 'test') return undefined;
    const file = revealedFile(kata, step.test);
    const [mine, given] = [join(this.places.client, file), join(kata.folder, 'steps', step.test)];
    if (!existsSync(mine) || !existsSync(given)) return undefined;
    const [my, its] = [mine, given].map((path) => plainLines(readFileSync(path, 'utf8')));
    return my === its ? undefined : file;
  }

  /** Whether the beat is one in which the lasting tests are what is looked at. */
  get judgesNow(): boolean {
    return this.kata.curates && ['curate', 'release', 'again', 'done'].includes(this.state.beat);
  }

  /** Types are a second line: at the end of the first kata, and beside every light from then on. */
  get showsTypes(): boolean {
    const { beat } = this.state;
    return beat === 'done' || (this.kata.id >= typesFrom && beat !== 'goal' && beat !== 'sketch');
  }

  async judge(judge: Judge): Promise<void> {
    const { lasting } = testFiles(this.places.client);
    const begun = this.#position;
    const { tests, otherWays, bugs, notJudged } = await judge.judge({
      kata: this.kata,
      lastingFiles: lasting,
    });
    this.catchUp();
    if (this.#position !== begun) return;
    this.#write({ type: 'judged', tests, otherWays, bugs, notJudged });
    await this.#hold(judge);
  }

  /** At the end of a kata, until nothing is missing: later katas build on what the workbook's own tests find. */
  async #hold(judge: Judge): Promise<void> {
    const { beat, run, missing } = this.state;
    if (beat !== 'done' || run?.light !== 'green' || missing?.length === 0) return;
    const begun = this.#position;
    const held = await judge.missing(this.kata);
    this.catchUp();
    if (this.#position === begun) this.#write({ type: 'held', missing: held });
  }

  /**
   * Holds green tests that were never red against wrong clients, writes down which can fail, and says so; nothing where
   * the learner has gone on meanwhile.
   */
  async breakIt(judge: Judge, bugs: readonly Bug[]): Promise<string | undefined> {
    const wanted = neverRed(this.state, this.kata, this.step);
    if (wanted.length === 0) return 'Every green test of this step has been seen to fail.';
    const begun = this.#position;
    const meant = wanted.map((test) => {
      const step = stepOfTest(this.kata, this.step, test);
      return { ...test, step: step && topicOf(step) };
    });
    const { tests, say } = await breakIt(judge, this.kata, meant, bugs);
    this.catchUp();
    if (this.#position !== begun) return undefined;
    this.#write({ type: 'tried', tests });
    return say;
  }

  get #position(): string {
    const { kata, beat, step } = this.state;
    return `${kata} ${beat} ${step}`;
  }

  /** On to the next step, beat or kata. `sure` goes on although the light is not green. */
  next(sure: boolean): Outcome {
    switch (this.state.beat) {
      case 'goal':
        return this.#leaveGoal();
      case 'sketch':
        return this.#leaveSketch();
      case 'red-green':
      case 'again':
        return this.#nextStep(sure);
      case 'curate':
        return this.#leaveCurate(sure);
      case 'release':
        return this.release();
      case 'done':
        return this.#nextKata();
    }
  }

  back(): void {
    if (this.state.beat === 'release') this.#write({ type: 'beat', beat: 'curate' });
  }

  /** Deletes the throwaway tests, after a snapshot. */
  release(): Outcome {
    const { client } = this.places;
    const deleted = filesBelow(client, 'throwaway');
    this.snapshot('before the release');
    emptyFolder(join(client, 'throwaway'));
    this.#write({ type: 'release', deleted });
    this.#enterSteps('again');
    return moved;
  }

  writeLine(text: string): void {
    if (text.trim() !== '') this.#write({ type: 'line', text: text.trim() });
  }

  predict(light: Light): void {
    this.#write({ type: 'predict', light });
  }

  /** Whether the time-box is over and nothing was decided yet. */
  get isBoxOver(): boolean {
    return isBoxOver(this.state, this.kata);
  }

  decideBox(decision: BoxDecision, reason?: string): void {
    this.#write({ type: 'box', decision, ...(reason !== undefined && { reason }) });
  }

  /** The client as it was at the last green, after a snapshot of now. Tests stay: some came since. */
  backToGreen(): Outcome {
    const { lastGreen } = this.state;
    if (lastGreen === undefined) return { moved: false, say: 'Nothing has been green in this kata yet.' };
    if (this.#changedSinceGreen().length === 0)
      return {
        moved: false,
        say: 'Your client is as it was at the last green already. What is red is a test that came since.',
      };
    this.snapshot('before the last green came back');
    restoreSnapshot(this.places.client, lastGreenId, ['src']);
    return moved;
  }

  openHint(): Outcome {
    const { beat, judged, hints } = this.state;
    if (beat === 'curate' && judged !== undefined && judged.otherWays.refused.length > 0)
      return { moved: false, say: 'First the right client that is refused: what must be true for both?' };
    const step = this.step;
    if (this.#isSitting && step === undefined) return { moved: false, say: this.#helpElsewhere };
    const about = beat === 'curate' ? judged?.bugs.escaped[0] : step && topicOf(step);
    if (about === undefined) return { moved: false, say: 'There is nothing to hint at.' };
    const rungs = beat === 'curate' ? 1 : this.kata.help === 'replay' ? 2 : 3;
    if ((hints.get(about) ?? 0) >= rungs)
      return {
        moved: false,
        say:
          beat === 'curate'
            ? 'That is the hint there is at this wrong client. Others come when it is caught.'
            : 'There is no further hint: the whole step is on the screen.',
      };
    this.#write({ type: 'hint', about, rung: Math.min(3, (hints.get(about) ?? 0) + 1) });
    return moved;
  }

  get #helpElsewhere(): string {
    return this.kata.help === 'behaviours'
      ? 'Every behaviour of this kata is ticked: there is nothing left to hint at.'
      : 'This kata has no hints on the way: while curating, every wrong client you do not catch gives one. The whole solution: "npm run coach -- solution".';
  }

  snapshot(why: string): void {
    this.#write({ type: 'snapshot', id: takeSnapshot(this.places.client), why });
    // Nothing is deleted that the next sitting would not know how to bring back.
    if (this.trouble !== undefined) throw new Error(`${this.trouble} Nothing was changed.`);
  }

  /** Back to the last snapshot; what is there now becomes a snapshot itself, so an undo can be undone. */
  undo(sure = true): Outcome {
    const last = this.state.snapshots.at(-1);
    if (last === undefined)
      return { moved: false, say: 'Nothing to undo: the coach has changed nothing of yours.' };
    if ((this.state.isUndoOld || this.state.hasSavedSinceSnapshot) && !sure)
      return {
        moved: false,
        say: `Your files would be as they were at ${clockOf(last.at)} in kata ${Number(last.kata)}${last.why === beforeUndo ? '' : `, ${last.why}`}, without what you have saved since. A copy of it is kept. [u] again goes there.`,
      };
    const { kata } = this;
    // Before the undo, so that it remembers this place in the workbook: undoing the undo leads back to it.
    this.snapshot(beforeUndo);
    restoreSnapshot(this.places.client, last.id);
    this.#write({ type: 'undo', id: last.id });
    const where = kata === this.kata ? '' : ` You are in kata ${Number(this.kata.id)}.`;
    const then = last.why === beforeUndo ? `at ${clockOf(last.at)}` : last.why;
    return { moved: false, say: `Your files are as they were ${then}.${where} [u] swaps back.` };
  }

  #leaveGoal(): Outcome {
    if (hasSketch(this.kata)) {
      this.#write({ type: 'beat', beat: 'sketch' });
      return moved;
    }
    this.#enterSteps('red-green');
    return moved;
  }

  #leaveSketch(): Outcome {
    if (this.state.contractShown) this.#enterSteps('red-green');
    else this.#write({ type: 'contract' });
    return moved;
  }

  #nextStep(sure: boolean): Outcome {
    const light = this.state.isRunOfStep ? this.state.run?.light : undefined;
    // A refactoring may turn throwaway tests red, and kata 4 wants exactly that to be seen.
    const mayBeRed = this.step?.kind === 'refactor' && this.state.beat === 'red-green';
    if (light === undefined) return { moved: false, say: 'The tests have not run yet.' };
    const { run, sourceAtStep } = this.state;
    if (this.step?.kind === 'refactor' && run?.source === sourceAtStep && !sure)
      return {
        moved: false,
        say: 'Nothing has changed since this step began. [n] again goes on all the same.',
      };
    const missing = this.#whatIsMissing(light);
    if (missing !== undefined && !sure && !mayBeRed)
      return { moved: false, say: `${missing} [n] again goes on all the same.` };
    const { beat, step } = this.state;
    if (!this.#isSitting && step < stepsOf(this.kata, beat).length) this.#reveal(step + 1);
    else if (beat === 'red-green' && this.kata.curates) this.#write({ type: 'beat', beat: 'curate' });
    else this.#write({ type: 'beat', beat: 'done' });
    return moved;
  }

  /** What speaks against going on, in a sentence. */
  #whatIsMissing(light: Light): string | undefined {
    if (this.#isSitting) return light === 'green' ? this.#notTicked() : 'The light is not green yet.';
    if (this.step?.kind !== 'own') return light === 'green' ? undefined : 'This step is not green yet.';
    const progress = ownProgress(this.state);
    // A name that was not there yet made its test amber: with the name it may well be green at once.
    if (progress.is === 'never red' && this.step.firstLight === 'amber') return undefined;
    switch (progress.is) {
      case 'not green':
        return 'This step is not green yet.';
      case 'no test':
        return 'No test of yours is new since this step began.';
      case 'never red':
        return `"${progress.test}" has never been red: [b] tries it with wrong clients, or break your own code for one save.`;
      case 'taken':
        return undefined;
    }
  }

  #notTicked(): string | undefined {
    const { behaviours, own } = this.lists;
    const open = [...behaviours, ...own].filter(({ isTicked }) => !isTicked).map(({ text }) => text);
    return open.length === 0 ? undefined : `Not ticked yet: ${open.join('; ')}.`;
  }

  #leaveCurate(sure: boolean): Outcome {
    const { judged, run } = this.state;
    const escaped = judged?.bugs.escaped.length ?? 0;
    if (run?.light !== 'green' && !sure) {
      return { moved: false, say: 'The lasting tests are not green. [n] again goes on all the same.' };
    }
    if (escaped > 0 && !sure) {
      return {
        moved: false,
        say: `${count(escaped, 'wrong client')} ${escaped === 1 ? 'is' : 'are'} not caught yet. [n] again goes on all the same.`,
      };
    }
    const { mostLasting } = this.kata;
    const lasting = lastingCount(this.state);
    if (mostLasting !== undefined && lasting > mostLasting && !sure) {
      return {
        moved: false,
        say: `The goal says ${mostLasting} lasting tests, and there are ${lasting}. [n] again goes on all the same.`,
      };
    }
    this.#write({ type: 'beat', beat: 'release' });
    return moved;
  }

  #nextKata(): Outcome {
    if (this.isRehearsal)
      return { moved: false, say: 'A rehearsal ends with its kata. "npm start" is your own client.' };
    const next = this.nextKata;
    if (next === undefined)
      return { moved: false, say: 'This was the last kata so far. Your client is yours: my-client/' };
    this.startKata(next);
    return moved;
  }

  #enterSteps(beat: 'red-green' | 'again'): void {
    if (beat === 'red-green' && isOneSitting(this.kata)) {
      this.#write({ type: 'beat', beat });
      this.#reveal(0);
      return;
    }
    if (stepsOf(this.kata, beat).length === 0) {
      this.#write({ type: 'beat', beat: 'done' });
      return;
    }
    this.#write({ type: 'beat', beat });
    this.#reveal(1);
  }

  #reveal(number: number): void {
    const step = stepsOf(this.kata, this.state.beat)[number - 1];
    if (step?.kind === 'test') {
      const from = join(this.kata.folder, 'steps', step.test);
      if (existsSync(from)) copyMissing(from, join(this.places.client, revealedFile(this.kata, step.test)));
    }
    this.#write({ type: 'step', step: number, source: sourceHash(this.places.client) });
  }

  #write(event: EventBody, at?: Date): void {
    this.#replay.add(this.#journal.append(event, at));
  }
}

const echoMs = 1_000;

const beforeUndo = 'before the undo';

function clockOf(at: string): string {
  return new Date(at).toTimeString().slice(0, 5);
}

/** Of the same content, with the same result. */
function tellsTheSame(seen: SeenRun | undefined, now: RunEvent): boolean {
  return (
    seen !== undefined &&
    seen.light === now.light &&
    seen.source === now.source &&
    seen.altered === now.altered &&
    JSON.stringify(seen.tests) === JSON.stringify(now.tests)
  );
}
