import type { State } from '../journal/replay.ts';
import type { Kata, Step } from '../kata/kata.ts';
import type { WorkedSteps } from '../kata/worked-steps.ts';
import type { Lists } from '../test-list/lists-of.ts';
import type { Trust } from '../trust/trust-of.ts';

/** Everything a screen shows. The state comes from the journal; the rest is the workbook and the moment. */
export type View = {
  state: State;
  kata: Kata;
  katas: Kata[];
  step: Step | undefined;
  /** How the solution takes each step of this kata. */
  worked: WorkedSteps;
  /** How the solution wrote the tests of steps that leave them to the learner. */
  written: Record<string, string>;
  /** The text of the kata's contract. */
  contract: string;
  bugs: { id: string; says: string; hint: string }[];
  trust: { file: string; name: string; trust: Trust }[];
  /** What is to be done, ticked where a green test says the same. */
  lists: Lists;
  /** Errors of the type check, where it ran. */
  types: string[] | undefined;
  /** Path of the learner's folder as a reader may type it. */
  clientPath: string;
  /** The kata is done once more, in a folder of its own. */
  isRehearsal: boolean;
  moment: Moment;
};

/** What no journal needs to know. */
export type Moment = {
  busy: 'running' | 'judging' | undefined;
  /** One line the coach says in answer to the last key or save. */
  say: string | undefined;
  /** Text being typed at a question. */
  question: { ask: string; typed: string } | undefined;
  /** A light is being predicted: the next key says which. */
  isPredicting: boolean;
  /** The screen is higher than the terminal: its top is out of sight. */
  isHigh: boolean;
  /** Show what the learner's code printed and every failure, instead of the screen. */
  whole: boolean;
  now: number;
  /** What preflight found, shown until the first key. */
  preflight: string | undefined;
};
