import { count } from './count.ts';
import type { Paint } from './paint.ts';
import { renderTrust } from './render-curate.ts';
import { labelled } from './render-goal.ts';
import type { View } from './view.ts';

/** Beat five: what goes, what stays, and the way back. */
export function renderRelease(view: View, paint: Paint): string {
  const tests = view.state.run?.tests ?? [];
  const going = tests.filter(({ file }) => file.startsWith('throwaway/')).length;
  const escaped = view.state.judged?.bugs.escaped.length ?? 0;
  const staying = tests.filter(({ file }) => file.startsWith('lasting/')).length;
  return [
    [
      labelled(
        'Going',
        `throwaway/  ${count(going, 'test')}. They drove the design; that work is done.`,
        paint,
      ),
      labelled('Staying', `lasting/    ${count(staying, 'test')}`, paint),
    ].join('\n'),
    renderTrust(view, paint),
    escaped === 0 ? '' : paint.yellow(`${count(escaped, 'wrong client')} not caught yet.`),
    paint.wrap(
      'Of those that go: would you miss one for confidence, or as an explanation? Then press [k] and move it to lasting/ first. A copy of everything is kept, and [u] brings it back.',
    ),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}
