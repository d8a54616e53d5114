import type { RunRecord } from '../run/record.ts';
import { clientNotLoaded, testsNotLoaded } from './sheet.ts';

/** How one test fared against one variant. */
export type Outcome = {
  state: 'passed' | 'failed';
  message: string;
  isTimeout: boolean;
  isSnapshot: boolean;
  /** It passed and failed by turns, each time with another chance. */
  isChance: boolean;
};

/** Every outcome of a run: by test file, by name of the test, by key of the variant. */
export type Outcomes = {
  tests: Map<string, Map<string, Map<string, Outcome>>>;
  /** Files that could not be loaded with a variant, although the variant itself could. */
  unloaded: Map<string, Map<string, Outcome>>;
  /** Variants that could not be loaded at all, with what was thrown. */
  broken: Map<string, string>;
};

/** Reads the record of a run in which every test file met several variants, each in a describe named by its key. */
export function outcomesOf(record: RunRecord): Outcomes {
  const tests: Outcomes['tests'] = new Map();
  const broken: Outcomes['broken'] = new Map();
  const unloaded: Outcomes['unloaded'] = new Map();
  for (const { file, name, state, errors } of record.tests) {
    if (state !== 'passed' && state !== 'failed') continue;
    const [variant, test] = splitName(name);
    const outcome: Outcome = {
      state,
      message: errors[0] === undefined ? '' : plainMessage(errors[0].message),
      isTimeout: errors.some((error) => error.isTimeout),
      isSnapshot: errors.some((error) => error.name === 'SnapshotNotJudged'),
      isChance: errors.some((error) => error.name === 'HangsOnChance'),
    };
    if (test === clientNotLoaded) broken.set(variant, outcome.message);
    else if (test === testsNotLoaded) entry(unloaded, file).set(variant, outcome);
    else {
      const fared = entry(entry(tests, file), test);
      // Two tests of one name are one test: it passes where both do.
      if (fared.get(variant)?.state !== 'failed') fared.set(variant, outcome);
    }
  }
  // A file that throws while it is loaded fails every test it would have held, for that variant.
  for (const [file, variants] of unloaded) {
    for (const fared of entry(tests, file).values())
      for (const [variant, outcome] of variants) fared.set(variant, outcome);
  }
  return { tests, unloaded, broken };
}

/** `right:solution > describe > test`: keys of variants hold no ` > `. */
export function splitName(name: string): [variant: string, test: string] {
  const end = name.indexOf(' > ');
  return end === -1 ? [name, ''] : [name.slice(0, end), name.slice(end + 3)];
}

/** Vitest explains beside the message that two values are compared with Object.is; a learner has seen that. */
function plainMessage(message: string): string {
  return message.replace(/ \/\/ Object\.is equality$/m, '').trim();
}

function entry<Key, Inner, InnerValue>(
  map: Map<Key, Map<Inner, InnerValue>>,
  key: Key,
): Map<Inner, InnerValue> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Map<Inner, InnerValue>();
  map.set(key, made);
  return made;
}
