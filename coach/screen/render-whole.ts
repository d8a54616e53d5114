import type { Paint } from './paint.ts';
import { renderFailure } from './render-run.ts';
import type { View } from './view.ts';

/** Every failure of the last run, and what the learner's code printed. */
export function renderWhole(view: View, paint: Paint): string {
  const { run } = view.state;
  if (run === undefined) return 'Nothing has run yet.';
  const failures = run.failures.map(
    (failure) => `${paint.light(failure.light)}\n${renderFailure(failure, view, paint)}`,
  );
  return [
    `${paint.light(run.light)}  ${run.ms} ms`,
    ...failures,
    run.output === undefined
      ? paint.dim('Your code printed nothing.')
      : `${paint.dim('Your code printed:')}\n${run.output.trimEnd()}`,
  ].join('\n\n');
}
