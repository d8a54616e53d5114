import type { SeenRun, State } from '../journal/replay.ts';

/** The verdict in plain lines: one for the run, one or two for each failure, one for the judgement. */
export function renderReport(state: State, run: SeenRun): string {
  const head = `kata=${state.kata ?? '-'} step=${state.step} light=${run.light} tests=${run.executed} failed=${run.failed} ms=${run.ms}`;
  const failures = run.failures.flatMap((failure) => [
    `fail id=${failure.fingerprint} test=${JSON.stringify(failure.test ?? failure.file)} kind=${failure.kind} new=${failure.isNew} repeats=${failure.repeats}`,
    `  ${[failure.where, firstLine(failure.message)].filter((part) => part !== undefined).join('  ')}`,
  ]);
  const judged =
    state.judged === undefined
      ? []
      : [
          `judged right=${state.judged.otherWays.accepted.length} refused=${new Set(state.judged.otherWays.refused.map(({ way }) => way)).size} caught=${state.judged.bugs.caught.length} escaped=${state.judged.bugs.escaped.length}`,
        ];
  const missing = (state.missing ?? []).map((behaviour) => `missing ${JSON.stringify(behaviour)}`);
  const why = run.light === 'nothing' ? [whyNothing(state, run)] : [];
  return [head, ...why, ...failures, ...judged, ...missing].join('\n');
}

function whyNothing(state: State, run: SeenRun): string {
  if (state.beat === 'goal')
    return '  the kata has not begun: "npm start", or "npm run coach -- next", shows its first test';
  const misnamed = run.misnamed?.[0];
  if (misnamed !== undefined) return `  ${misnamed} holds tests, but its name does not end in .test.ts`;
  return run.focus === undefined ? '  no test in throwaway/ or lasting/ ran' : `  ${run.focus}`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
