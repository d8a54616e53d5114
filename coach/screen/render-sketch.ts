import type { Paint } from './paint.ts';
import { labelled } from './render-goal.ts';
import type { View } from './view.ts';

/** Beat two: the call one wishes to make, and then the contract beside it. */
export function renderSketch({ state, kata, contract }: View, paint: Paint): string {
  const wish = [
    paint.wrap(
      'Before any test: write the call you wish you could make. Two lines, on paper or in a scratch file.',
    ),
    paint.wrap(`Success again: ${kata.success}`),
  ].join('\n');
  if (!state.contractShown) return wish;
  return [
    paint.wrap(
      'The contract of this kata. Its names are fixed, so that your tests can be judged against other clients.',
    ),
    contract
      .trim()
      .split('\n')
      .map((line) => `  ${line}`)
      .join('\n'),
    paint.wrap('Compare it with yours: what does each make easy?'),
    labelled('Again', `katas/${kata.slug}/contract.d.ts`, paint),
  ].join('\n\n');
}
