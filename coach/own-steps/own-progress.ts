import type { State } from '../journal/replay.ts';
import { wordingOf } from '../journal/wording-of.ts';
import { isOwnFile } from '../kata/own-file.ts';
import { trustOfAll } from '../trust/trust-of-all.ts';

/**
 * How far a step is whose test the learner writes. It is taken when a test of theirs that is new since it began was red
 * and is green; whoever leaves earlier is told once which of the three is missing.
 */
export type OwnProgress = { is: 'not green' | 'no test' | 'taken' } | { is: 'never red'; test: string };

export function ownProgress(state: State): OwnProgress {
  const { run, wordingsAtStep } = state;
  if (run !== undefined && run.light !== 'green' && run.executed > 0) return { is: 'not green' };
  const trusted = seenToFail(state);
  const since = (run?.tests ?? []).filter(
    (test) => test.state === 'passed' && isOwnFile(test.file) && !wordingsAtStep.has(wordingOf(test)),
  );
  const [first] = since;
  if (first === undefined) return { is: run?.light === 'amber' ? 'not green' : 'no test' };
  return since.some((test) => trusted.has(wordingOf(test)))
    ? { is: 'taken' }
    : { is: 'never red', test: first.name };
}

/** Tests of the last run that are known to be able to fail. */
function seenToFail({ evidence, run }: State): Set<string> {
  const trust = trustOfAll(evidence);
  const tests = run?.tests ?? [];
  return new Set(
    tests
      .filter(({ file, name }) =>
        trust.some(
          (known) =>
            known.file === file &&
            known.name === name &&
            (known.trust === 'seen red' || known.trust === 'proven'),
        ),
      )
      .map(wordingOf),
  );
}
