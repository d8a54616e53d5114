import { join, relative } from 'node:path';
import stringWidth from 'string-width';
import { saveStamp } from '../client-folder/client-files.ts';
import { slashed } from '../client-folder/path-from.ts';
import { knownReason } from '../client-folder/why-not-written.ts';
import type { Light } from '../journal/event.ts';
import { type RestingJudge, restingJudge } from '../judge/resting-judge.ts';
import { type Judge, startJudge } from '../judge/start-judge.ts';
import { doctor } from '../moving/doctor.ts';
import type { Runner } from '../run/start-runner.ts';
import { render } from '../screen/render.ts';
import type { Moment } from '../screen/view.ts';
import type { Outcome, Session } from '../session/session.ts';
import { loadMaterial, type Material, viewOf } from '../session/view-of.ts';
import { checkTypes } from '../types/check-types.ts';
import { endOfRehearsal } from './end-of-rehearsal.ts';
import { farewell } from './farewell.ts';
import { isLinear } from './is-linear.ts';
import { Menu, type Size, type Wish } from './menu.ts';
import { type Going, moveAbout } from './move-about.ts';
import { NewestOnly } from './newest-only.ts';
import type { Key, Terminal } from './terminal.ts';
import { type FileWatch, watchFiles } from './watch-files.ts';

/** What stands on the first screen of a sitting, beside the screen. */
export type Said = Pick<Moment, 'say' | 'preflight'>;

const predictable: Record<string, Light> = { r: 'red', a: 'amber', g: 'green' };

/** One stay at one folder: its screen, its runs, and what every key does. */
export class Sitting {
  /** Where the screen goes on, or nowhere. */
  readonly ended: Promise<Going | undefined>;
  readonly #session: Session;
  readonly #terminal: Terminal;
  readonly #runs = new NewestOnly(() => this.#runOnce());
  readonly #judgements = new NewestOnly(() => this.#judgeOnce());
  readonly #busyWith = new Set<'running' | 'judging'>();
  readonly #watches: FileWatch[];
  readonly #moment: Moment;
  #material: Material;
  readonly #runner: Runner;
  #judge: RestingJudge | undefined;
  #types: string[] | undefined;
  #typeCheck: AbortController | undefined;
  /** The key that was refused last: pressed again at once, it goes on all the same. */
  #refused: 'n' | 'u' | undefined;
  /** What the folder looked like after the coach itself had written into it: no save of the learner's. */
  #ownSave: string | undefined;
  /** What it looked like when the last run began. */
  #seenSave: string | undefined;
  /** Arrivals of the session that were taken note of. */
  #arrivals: number;
  /** What is on the screen, for reading it from the top. */
  #screen = '';
  /** The run whose light is on the screen. */
  #drawnRun: string | undefined;
  /** Why the last `n` did not go on. */
  #refusal: string | undefined;
  /** What becomes of the line that is being typed. */
  #answered: (line: string) => void = () => {};
  #isQuitting = false;
  #end: (going: Going | undefined) => void = () => {};
  /** Open, it has the keys and the screen. */
  #menu: Menu | undefined;

  constructor(
    session: Session,
    material: Material,
    said: Said,
    usePolling: boolean,
    terminal: Terminal,
    runner: Runner,
  ) {
    this.#terminal = terminal;
    this.#runner = runner;
    const { client, workbook } = session.places;
    this.#session = session;
    this.#arrivals = session.arrivals;
    this.#material = material;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#moment = {
      busy: undefined,
      ...said,
      question: undefined,
      isPredicting: false,
      isHigh: false,
      whole: false,
      now: Date.now(),
    };
    this.#watches = [
      watchFiles(
        [join(client, 'src'), join(client, 'throwaway'), join(client, 'lasting')],
        usePolling,
        () => void this.#saved(),
      ),
      watchFiles([join(client, '.coach', 'journal.jsonl')], usePolling, () => void this.#catchUp()),
    ];
    if (!usePolling) {
      const elsewhere = [join(workbook, 'src'), join(workbook, 'solutions')];
      this.#watches.push(watchFiles(elsewhere, false, (file) => this.#savedElsewhere(file)));
    }
    // A system may lose the word of a save. What no event told of is found by looking.
    const looking = setInterval(() => void this.#guard(() => this.#saved()), lookMs);
    void this.ended.then(() => clearInterval(looking));
    this.#terminal.onKey((key) => void this.#key(key));
    this.#terminal.onResize(() => this.#draw());
    this.#terminal.onGone(() => void this.#quit());
    const quit = () => void this.#quit();
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) process.once(signal, quit);
    void this.ended.then(() => {
      for (const signal of signals) process.off(signal, quit);
    });
    this.#draw();
    if (session.state.beat !== 'goal' && session.state.beat !== 'sketch') void this.#run();
  }

  #draw(): void {
    if (this.#isQuitting) return;
    // Spoken, "running" would come between every save and its light.
    if (isLinear() && this.#moment.busy === 'running') return;
    if (this.#menu !== undefined) {
      this.#terminal.drawInFront(this.#menu.render(this.#size));
      return;
    }
    this.#moment.now = Date.now();
    const say = [this.#moment.say, this.#session.trouble].filter((line) => line !== undefined).join('\n\n');
    const moment = { ...this.#moment, say: say === '' ? undefined : say };
    const view = viewOf(this.#session, this.#material, this.#types, moment);
    const { look, rows } = this.#terminal;
    const screen = render(view, look);
    const isHigh = !isLinear() && rowsOf(screen, look.columns) >= rows;
    const { run } = this.#session.state;
    this.#screen = screen;
    if (isLinear() && moment.whole) {
      this.#terminal.drawInFront(screen);
      // Whoever comes back from there hears the light again.
      this.#drawnRun = undefined;
      return;
    }
    this.#terminal.draw(
      isHigh ? render({ ...view, moment: { ...moment, isHigh } }, look) : screen,
      run?.at !== this.#drawnRun,
    );
    this.#drawnRun = run?.at;
  }

  get #size(): Size {
    return { look: this.#terminal.look, rows: this.#terminal.rows, isLinear: isLinear() };
  }

  /** Another command may have moved on, undone or run something. */
  async #catchUp(): Promise<void> {
    await this.#guard(async () => {
      const hasNews = this.#session.catchUp();
      if (this.#arrivals !== this.#session.arrivals) {
        this.#arrivals = this.#session.arrivals;
        this.#moment.say = undefined;
        this.#moment.isPredicting = false;
        this.#refused = undefined;
        this.#menu = undefined;
        await this.#settle({ moved: true }, true);
        this.#draw();
      } else if (hasNews) this.#draw();
    });
  }

  async #saved(): Promise<void> {
    if (this.#isQuitting) return;
    await this.#catchUp();
    const { beat } = this.#session.state;
    if (beat === 'goal' || beat === 'sketch') return;
    // Some editors save in several strokes: a run that began after the last of them has seen it.
    if ([this.#ownSave, this.#seenSave].includes(saveStamp(this.#session.places.client))) return;
    this.#moment.say = undefined;
    this.#moment.isPredicting = false;
    this.#refused = undefined;
    // Drawn, the menu shows the light too; spoken, the light is what one wants to hear.
    if (isLinear()) this.#menu = undefined;
    this.#judge?.warm();
    void this.#run();
  }

  #savedElsewhere(file: string): void {
    const inLibrary = file.startsWith(join(this.#session.places.workbook, 'src'));
    this.#moment.say = `That is ${inLibrary ? 'the finished library' : 'a solution'}; your client is in ${slashed(relative(process.cwd(), this.#session.places.client))}/src/.`;
    this.#draw();
  }

  async #run(): Promise<void> {
    await this.#guard(() => this.#runs.request());
  }

  /** One run of the newest content. What hangs on it comes when it comes: the next save does not wait for it. */
  async #runOnce(): Promise<void> {
    this.#typeCheck?.abort();
    this.#types = undefined;
    this.#seenSave = saveStamp(this.#session.places.client);
    await this.#busy('running', async () => {
      await this.#session.run(this.#runner);
      await this.#catchUp();
      // What was said of the light before is not true of this one.
      if (this.#refusal !== undefined && this.#moment.say === this.#refusal) this.#moment.say = undefined;
    });
    void this.#guard(() => this.#afterRun());
  }

  /** One after the other: a judgement is waited for, and the compiler would take a core from it. */
  async #afterRun(): Promise<void> {
    if (this.#session.judgesNow) await this.#judgements.request();
    if (this.#session.showsTypes) await this.#checkTypes();
  }

  async #judgeOnce(): Promise<void> {
    const judge = this.#warmJudge();
    await this.#busy('judging', () => this.#session.judge(judge));
  }

  /** Started some time before it is needed, so that the first judgement is as quick as the others. */
  #warmJudge(): Judge {
    this.#judge ??= restingJudge(() => startJudge(this.#session.places));
    this.#judge.warm();
    return this.#judge;
  }

  async #checkTypes(): Promise<void> {
    this.#typeCheck?.abort();
    const controller = new AbortController();
    this.#typeCheck = controller;
    const types = await checkTypes(this.#session.places.client, this.#session.kata, controller.signal);
    if (controller.signal.aborted) return;
    this.#types = types;
    this.#draw();
  }

  async #busy(what: 'running' | 'judging', work: () => Promise<void>): Promise<void> {
    this.#busyWith.add(what);
    this.#moment.busy = what;
    // A light that is on stays on: only the first run, with nothing to show yet, says that it runs.
    if (what === 'judging' || this.#session.state.run === undefined) this.#draw();
    try {
      await work();
    } finally {
      this.#busyWith.delete(what);
      this.#moment.busy = [...this.#busyWith][0];
      this.#draw();
    }
  }

  async #key(key: Key): Promise<void> {
    if (this.#isQuitting) return;
    if (key.ctrl && (key.name === 'c' || key.name === 'd')) return this.#quit();
    this.#judge?.warm();
    this.#moment.preflight = undefined;
    await this.#catchUp();
    if (this.#moment.question !== undefined) return this.#answer(this.#moment.question, key);
    if (this.#moment.isPredicting) return this.#predict(key);
    if (this.#menu !== undefined) return this.#menuKey(this.#menu, key);
    this.#moment.say = undefined;
    // The answer to a key is spoken also where it is the same as to the last.
    if (isLinear()) this.#draw();
    if (key.name !== 'w') this.#moment.whole = false;
    await this.#guard(() => this.#command(key.name ?? key.text));
    this.#draw();
  }

  async #menuKey(menu: Menu, key: Key): Promise<void> {
    const wish = menu.key(key, this.#size);
    if (wish !== undefined) await this.#guard(() => this.#fulfil(wish));
    this.#draw();
  }

  async #fulfil(wish: Wish): Promise<void> {
    if (wish.type === 'doctor') {
      const { lines } = await doctor(this.#session.places);
      this.#menu?.read('What a sitting needs', lines);
      return;
    }
    this.#menu = undefined;
    if (wish.type === 'close') return this.#terminal.forget();
    const moved = moveAbout(this.#session, wish);
    if ('going' in moved) return this.#leave(moved.going);
    this.#moment.say = moved.say;
    if (moved.hasMoved) await this.#settle({ moved: true }, true);
  }

  async #command(key: string): Promise<void> {
    const { beat } = this.#session.state;
    const isSure = this.#refused === key;
    // Any other key means no.
    this.#refused = undefined;
    switch (key) {
      case 'q':
        return this.#quit();
      case 'return':
      case 'enter':
        if (beat === 'goal' || beat === 'sketch') await this.#next(isSure);
        return;
      case 'n':
        if (beat !== 'release') await this.#next(isSure);
        return;
      case 'y':
        if (beat === 'release') {
          await this.#next(isSure);
          this.#ask('Released. A line for your journal, if you like: what did you keep, and why?', (line) => {
            this.#session.writeLine(line);
            if (line.trim() !== '')
              this.#moment.say = 'Written. "npm run journal" shows it with everything else.';
          });
        }
        return;
      case 'k':
        this.#session.back();
        return;
      case 'h':
        if (beat === 'red-green' || beat === 'again' || beat === 'curate') this.#hint();
        return;
      case 'm':
        this.#menu = new Menu(this.#session);
        return;
      case 'v':
        if (isLinear()) this.#terminal.forget();
        else this.#menu = new Menu(this.#session, { title: 'From the top', lines: [this.#screen] });
        return;
      case 'w':
        this.#moment.whole = !this.#moment.whole;
        return;
      case 'u':
        return this.#undo(isSure);
      case 'p':
        this.#moment.isPredicting = beat === 'red-green' || beat === 'again' || beat === 'curate';
        return;
      case 'g':
        return this.#backToGreen();
      case 'b':
        return this.#breakIt();
      case 'l':
        if (beat === 'done' && this.#session.isRehearsal) return this.#fulfil({ type: 'own client' });
        return;
    }
    if (this.#session.isBoxOver) this.#boxCommand(key);
  }

  /** The question at the end of the time-box: its other keys are those of every screen. */
  #boxCommand(key: string): void {
    switch (key) {
      case '+':
        this.#session.decideBox('more');
        return;
      case 's':
        this.#ask('One line about where you stand:', (line) => {
          this.#session.writeLine(line);
          this.#session.decideBox('stop');
          void this.#quit();
        });
        return;
      case 'c':
        this.#ask('What do you change, the goal or the box, and why?', (reason) =>
          this.#session.decideBox('change', reason),
        );
    }
  }

  /** Shows of tests that were never red whether they can be. */
  async #breakIt(): Promise<void> {
    const { beat } = this.#session.state;
    if (beat !== 'red-green' && beat !== 'again') return;
    const judge = this.#warmJudge();
    await this.#busy('judging', async () => {
      this.#moment.say = await this.#session.breakIt(judge, this.#material.bugs);
    });
  }

  async #backToGreen(): Promise<void> {
    const outcome = this.#session.backToGreen();
    if (outcome.moved && this.#session.isBoxOver) this.#session.decideBox('green');
    if (outcome.moved)
      this.#moment.say =
        'Your client is as it was at the last green. The tests stayed, so a newer one is red again. [u] undoes that.';
    await this.#settle(outcome, outcome.moved);
  }

  /** Every key but those of the lights means none, and is about something else. */
  async #predict(key: Key): Promise<void> {
    const light = predictable[key.text];
    this.#moment.isPredicting = false;
    if (light === undefined) return this.#key(key);
    this.#session.predict(light);
    this.#draw();
  }

  #ask(ask: string, done: (line: string) => void): void {
    this.#moment.question = { ask, typed: '' };
    this.#answered = done;
  }

  /** A key right after a save is about that save, and not about the light that is still on. */
  async #latestLight(): Promise<void> {
    const { beat } = this.#session.state;
    if (beat === 'goal' || beat === 'sketch' || beat === 'done') return;
    const isSeen = [this.#ownSave, this.#seenSave].includes(saveStamp(this.#session.places.client));
    if (this.#busyWith.has('running') || !isSeen) await this.#runs.request();
  }

  async #undo(isSure: boolean): Promise<void> {
    const before = this.#session.state.snapshots.at(-1);
    const outcome = this.#session.undo(isSure);
    const isUndone = before !== undefined && this.#session.state.snapshots.at(-1) !== before;
    if (before !== undefined && !isUndone) this.#refused = 'u';
    await this.#settle(outcome, isUndone);
  }

  #hint(): void {
    const outcome = this.#session.openHint();
    if (outcome.moved && this.#session.isBoxOver) this.#session.decideBox('hint');
    if (!outcome.moved) this.#moment.say = outcome.say;
  }

  async #next(isSure: boolean): Promise<void> {
    const compared = endOfRehearsal(this.#session);
    if (compared !== undefined) {
      this.#moment.say = compared;
      return;
    }
    await this.#latestLight();
    const outcome = this.#session.next(isSure);
    if (!outcome.moved && this.#session.state.isRunOfStep) this.#refused = 'n';
    await this.#settle(outcome, outcome.moved);
  }

  async #settle(outcome: Outcome, filesMoved: boolean): Promise<void> {
    if (!outcome.moved) this.#moment.say = outcome.say;
    this.#refusal = filesMoved || outcome.moved ? undefined : outcome.say;
    if (this.#session.kata !== this.#material.kata) {
      this.#types = undefined;
      this.#material = await loadMaterial(this.#session);
    }
    const { beat } = this.#session.state;
    if (filesMoved) this.#ownSave = saveStamp(this.#session.places.client);
    if (this.#session.kata.curates && beat === 'red-green') this.#warmJudge();
    // Not awaited: keys stay alive while tests run.
    if (filesMoved && beat !== 'goal' && beat !== 'sketch') void this.#run();
  }

  #answer(question: { ask: string; typed: string }, key: Key): void {
    if (key.name === 'return' || key.name === 'enter') {
      this.#moment.question = undefined;
      this.#answered(question.typed);
    } else if (key.name === 'escape') this.#moment.question = undefined;
    else if (key.name === 'backspace') question.typed = [...question.typed].slice(0, -1).join('');
    else if (key.text >= ' ') question.typed += key.text;
    this.#draw();
  }

  /** What goes wrong inside the coach is said on the screen; the sitting goes on. */
  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#isQuitting) return;
      const known = knownReason(error);
      this.#moment.say =
        known === undefined
          ? `The coach stumbled: ${error instanceof Error ? error.message : String(error)}`
          : `That could not be written: ${known.reason}. ${known.cure} Your files are as you saved them.`;
      this.#draw();
    }
  }

  #quit(): Promise<void> {
    return this.#leave(undefined);
  }

  async #leave(going: Going | undefined): Promise<void> {
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    this.#typeCheck?.abort();
    this.#session.end();
    if (going === undefined) this.#terminal.close(farewell(this.#session));
    else this.#terminal.onKey(() => {});
    const closing = [this.#runner.close(), ...this.#watches.map((watching) => watching.close())];
    if (this.#judge !== undefined) closing.push(this.#judge.close());
    await Promise.allSettled(closing);
    this.#end(going);
  }
}

const lookMs = 5_000;

/** A path that is longer than a line takes two rows. */
function rowsOf(screen: string, columns: number): number {
  const lines = screen.trimEnd().split('\n');
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(stringWidth(line) / columns)), 0);
}
