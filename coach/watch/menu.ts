import { ownFolder } from '../client-folder/rehearsal-folder.ts';
import { tellStory } from '../journal-page/tell-story.ts';
import type { Kata } from '../kata/kata.ts';
import type { Answer } from '../moving/answer.ts';
import { kataName } from '../moving/kata-name.ts';
import { readEvents } from '../moving/read-events.ts';
import type { Progress } from '../moving/render-list.ts';
import { showDiff, showMyDiff } from '../moving/show-diff.ts';
import { showSolution } from '../moving/show-solution.ts';
import { type Pages, renderPages, turn } from '../screen/pages.ts';
import type { Look } from '../screen/paint.ts';
import { type MenuView, renderMenu, renderMenuFoot } from '../screen/render-menu.ts';
import { Session } from '../session/session.ts';
import type { Key } from './terminal.ts';

/** What a key of the menu asks for. The menu itself changes nothing. */
export type Wish =
  | { type: 'close' }
  | { type: 'start'; kata: Kata }
  | { type: 'restart' }
  | { type: 'rehearse'; kata: Kata }
  | { type: 'own client' }
  | { type: 'doctor' };

export type Size = { look: Look; rows: number; isLinear: boolean };

/** The places one may go to: which kata is chosen, what is asked, and what is being read. */
export class Menu {
  readonly #session: Session;
  readonly #progress: Progress;
  #chosen: Kata;
  /** Digits of a number that is being typed. */
  #typed = '';
  #asks: MenuView['asks'];
  /** The diff or the solution, while it is asked whether it may be given away. */
  #wanted: 'd' | 'o' = 'd';
  #say: string | undefined;
  #pages: Pages | undefined;
  #isDrawn = false;
  /** A list that was spoken is not spoken again. */
  #isListed = false;

  /** It was opened for one text, and is closed with it. */
  readonly #isForText: boolean;

  constructor(session: Session, text?: { title: string; lines: readonly string[] }) {
    this.#session = session;
    this.#isForText = text !== undefined;
    if (text !== undefined) this.read(text.title, text.lines);
    this.#progress = progressOf(session);
    this.#chosen = session.kata;
  }

  /** Shows a text that may be longer than the screen. */
  read(title: string, lines: readonly string[]): void {
    this.#pages = { title, lines: lines.flatMap((line) => line.split('\n')), top: 0 };
  }

  render({ look, rows, isLinear }: Size): string {
    this.#isDrawn = true;
    if (this.#pages !== undefined && !isLinear) return renderPages(this.#pages, look, rows);
    const view = this.#view;
    if (this.#pages !== undefined) {
      const { title, lines } = this.#pages;
      return `${[title, '', ...lines, '', renderMenuFoot(view, look)].join('\n')}\n`;
    }
    if (isLinear && this.#isListed) return `${kataName(view.chosen)}\n${renderMenuFoot(view, look)}\n`;
    // Spoken, nothing is cut for the height of a screen.
    return renderMenu(view, look, isLinear ? Number.POSITIVE_INFINITY : rows);
  }

  key(key: Key, { look, rows, isLinear }: Size): Wish | undefined {
    const name = key.text === 'G' ? 'G' : (key.name ?? key.text);
    const isBack = name === 'escape' || name === 'q' || name === 'm';
    this.#say = undefined;
    this.#isListed = this.#isDrawn;
    if (this.#pages !== undefined) {
      if (!isLinear) {
        this.#pages.top = turn(this.#pages, name, look, rows) ?? this.#pages.top;
        if (!isBack) return undefined;
        this.#pages = undefined;
        return this.#isForText ? { type: 'close' } : undefined;
      }
      this.#pages = undefined;
    }
    if (this.#asks !== undefined) return this.#answer(this.#asks, name, look);
    if (isBack) return { type: 'close' };
    if (/^\d$/.test(name)) this.#type(name);
    else {
      this.#typed = '';
      return this.#command(name, look);
    }
    return undefined;
  }

  get #view(): MenuView {
    const { katas, kata, state, places } = this.#session;
    return {
      katas,
      progress: this.#progress,
      here: kata,
      isRehearsal: ownFolder(places.client) !== undefined,
      chosen: this.#chosen,
      asks: this.#asks,
      say: this.#say,
      run: state.isRunOfStep ? state.run : undefined,
    };
  }

  #command(name: string, { colour }: Look): Wish | undefined {
    const { katas, places } = this.#session;
    const chosen = this.#chosen;
    switch (name) {
      case 'return':
      case 'enter':
        return this.#enter();
      case 'a':
        return { type: 'rehearse', kata: chosen };
      case 'l':
        return ownFolder(places.client) === undefined ? undefined : { type: 'own client' };
      case 'x':
        return { type: 'doctor' };
      case 'down':
      case 'j':
        this.#chosen = katas[katas.indexOf(chosen) + 1] ?? chosen;
        return undefined;
      case 'up':
      case 'k':
        this.#chosen = katas[katas.indexOf(chosen) - 1] ?? chosen;
        return undefined;
      case 'r':
        this.#asks = 'restart';
        return undefined;
      case 'd':
      case 'o':
        this.#wanted = name;
        if (this.#progress.state.finished.includes(chosen.id)) this.#giveAway(name, colour);
        else this.#asks = 'spoiler';
        return undefined;
      case 'c':
        this.#tell(
          `What you have changed since ${kataName(this.#session.kata)} began`,
          showMyDiff(this.#session, colour),
        );
    }
    return undefined;
  }

  #giveAway(wanted: 'd' | 'o', colour: boolean): void {
    const { id } = this.#chosen;
    const name = kataName(this.#chosen);
    if (wanted === 'd')
      this.#tell(`What ${name} changes in the solution`, showDiff(this.#session, id, colour));
    else this.#tell(`The solution of ${name}`, showSolution(this.#session, id, colour));
  }

  #tell(title: string, { lines }: Answer): void {
    this.read(title, lines);
  }

  /** Begins what is chosen, where nothing about that would be a surprise. */
  #enter(): Wish | undefined {
    const chosen = this.#chosen;
    if (ownFolder(this.#session.places.client) !== undefined)
      this.#say = 'This is a rehearsal. [l] leads back to your own client, and there any kata begins.';
    else if (chosen === this.#session.kata) return { type: 'close' };
    else if (!this.#progress.state.finished.includes(chosen.id)) return { type: 'start', kata: chosen };
    else this.#asks = 'finished';
    return undefined;
  }

  /** Every other key means no. */
  #answer(asked: Exclude<MenuView['asks'], undefined>, name: string, { colour }: Look): Wish | undefined {
    this.#asks = undefined;
    if (asked === 'spoiler') {
      if (name === 'y') this.#giveAway(this.#wanted, colour);
      return undefined;
    }
    if (asked === 'restart') return name === 'y' ? { type: 'restart' } : undefined;
    if (name === 'a') return { type: 'rehearse', kata: this.#chosen };
    return name === 's' ? { type: 'start', kata: this.#chosen } : undefined;
  }

  /** `1` chooses kata 1; a `2` after it kata 12, where there is one, and kata 2 where there is none. */
  #type(digit: string): void {
    const { katas } = this.#session;
    for (const typed of [`${this.#typed}${digit}`, digit]) {
      const kata = katas.find(({ id }) => Number(id) === Number(typed));
      if (kata === undefined) continue;
      this.#typed = typed;
      this.#chosen = kata;
      return;
    }
    this.#typed = '';
  }
}

/** In one's own client, also while a kata is rehearsed. */
function progressOf(session: Session): Progress {
  const { katas, places } = session;
  const client = ownFolder(places.client);
  const { state } = client === undefined ? session : new Session({ ...places, client }, katas);
  return { state, stories: tellStory(readEvents(client ?? places.client), katas).katas };
}
