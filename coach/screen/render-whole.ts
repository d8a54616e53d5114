import type { SeenRun } from '../journal/replay.ts';
import type { Paint } from './paint.ts';
import { renderFailure } from './render-run.ts';
import type { View } from './view.ts';

const shape = { passed: '+', failed: 'x', skipped: '.', todo: '.' } as const;

/** Every test and every failure of the last run, and what the learner's code printed. Nothing is cut. */
export function renderWhole(view: View, paint: Paint): string {
  const { run } = view.state;
  if (run === undefined) return 'Nothing has run yet.';
  const line = (test: SeenRun['tests'][number]) =>
    [paint.wrap(`${shape[test.state]} ${test.name}`, '  '), ...verdictOf(test, view, paint)].join('\n');
  // While lasting tests are curated the light is theirs alone.
  const isLasting = view.kata.curates && ['curate', 'release', 'done'].includes(view.state.beat);
  const beside = isLasting ? run.tests.filter(({ file }) => file.startsWith('throwaway/')) : [];
  const tests = run.tests.filter((test) => !beside.includes(test)).map(line);
  const failures = run.failures.map((failure) =>
    [
      paint.light(failure.light),
      renderFailure(failure, view, paint),
      ...(failure.diff === undefined ? [] : [indented(failure.diff)]),
    ].join('\n'),
  );
  // The first failure stands last, beside the keys: in a low terminal the top scrolls away.
  return [
    run.output === undefined
      ? paint.dim('Your code printed nothing.')
      : `${paint.dim('Your code printed, by test:')}\n${indented(shortStacks(run.output.trimEnd()))}`,
    ...(view.types === undefined || view.types.length === 0
      ? []
      : [`${paint.dim('Types, which never hold you back:')}\n${indented(view.types.join('\n'))}`]),
    ...(beside.length === 0
      ? []
      : [[paint.dim('Throwaway tests, which do not count here:'), ...beside.map(line)].join('\n')]),
    `${paint.light(run.light)}  ${run.ms} ms\n${tests.join('\n')}`,
    ...failures.reverse(),
  ].join('\n\n');
}

/** What became of a lasting test when it was held against the other clients. */
function verdictOf(test: SeenRun['tests'][number], { state, bugs }: View, paint: Paint): string[] {
  const row = state.judged?.tests.find(({ file, name }) => file === test.file && name === test.name);
  if (row === undefined) return [];
  const caught = bugs.filter(({ id }) => row.fails.includes(id)).map(({ says }) => says);
  const said = [
    ...(row.refuses.length > 0 ? [`refuses ${row.refuses.join(', ')}, built another way and right`] : []),
    ...(caught.length > 0 ? [`catches: ${caught.join('; ')}`] : []),
  ];
  return said.map((line) => paint.dim(paint.wrap(line, '      ')));
}

/** Frames of packages say nothing to somebody who prints an error. */
function shortStacks(output: string): string {
  return output.replaceAll(/(?:^\s+at .*(?:node_modules|node:internal).*\n?)+/gm, '    at … packages\n');
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
