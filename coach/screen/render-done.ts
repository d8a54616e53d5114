import { count } from './count.ts';
import type { Paint } from './paint.ts';
import { labelled } from './render-goal.ts';
import { renderLight } from './render-run.ts';
import { renderTypeErrors } from './render-types.ts';
import type { View } from './view.ts';

/** The end of a kata: facts, what to read, and the second line about types. */
export function renderDone(view: View, paint: Paint): string {
  const { state, kata, katas, types, clientPath } = view;
  const reds = state.lights.filter((light) => light === 'red').length;
  const minutes = Math.max(1, Math.floor(state.activeMs / 60_000));
  const steps = kata.steps.length === 0 ? '' : `${count(kata.steps.length, 'step')}, `;
  const facts = `${steps}${count(minutes, 'minute')}, ${count(state.lights.length, 'run')}, ${count(reds, 'red')}.`;
  return [
    state.run === undefined ? '' : renderLight(state.run, view, paint),
    [
      labelled('Done', facts, paint),
      labelled('Read', `katas/${kata.slug}/after.md: what did failing tell you?`, paint),
      labelled(
        'Compare',
        `solutions/${kata.slug}/src, and beside it other-ways/: right clients built another way`,
        paint,
      ),
      labelled(
        'Commit',
        `Green is a good moment to commit ${clientPath}/, with its journal in .coach/. It is your clone; the coach pushes nothing.`,
        paint,
      ),
    ].join('\n'),
    renderMissing(state.missing, paint),
    renderTypes(types, paint),
    katas.at(-1) === kata && !view.isRehearsal
      ? paint.wrap('This is the last kata so far. Your client, its lasting tests and the journal are yours.')
      : '',
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

/** What later katas build on, and the learner's own tests did not ask for. */
function renderMissing(missing: string[] | undefined, paint: Paint): string {
  if (missing === undefined) return '';
  if (missing.length === 0)
    return labelled('Also', "the workbook's own lasting tests of this kata pass", paint);
  return labelled(
    'Not yet',
    `${missing.join('; ')}. The workbook's own lasting tests do not find this in your client, and later katas build on it.`,
    paint,
  );
}

function renderTypes(types: string[] | undefined, paint: Paint): string {
  if (types === undefined) return labelled('Types', paint.dim('checking …'), paint);
  return types.length === 0 ? labelled('Types', 'no errors', paint) : renderTypeErrors(types, paint);
}
