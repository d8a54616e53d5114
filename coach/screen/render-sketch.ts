import type { Paint } from './paint.ts';
import { labelled, labelledPath } from './render-goal.ts';
import type { View } from './view.ts';

/** Beat two: the call one wishes to make, and then the contract beside it. */
export function renderSketch({ state, kata, contract }: View, paint: Paint): string {
  const wish = [
    paint.wrap(
      'Before any test: imagine the client of this kata is finished. How would you like to call it? Write that line, on paper or anywhere. Nobody checks it; it is for comparing.',
    ),
    labelled('Success', kata.success, paint),
  ].join('\n');
  if (!state.contractShown) return wish;
  return [
    paint.wrap(
      'The contract: the names everybody uses in this kata. They are fixed so that tests you write later can be run against other clients too.',
    ),
    contract
      .trim()
      .split('\n')
      .map((line) => paint.hang(`  ${line}`))
      .join('\n'),
    paint.wrap('Compare it with yours: what does each make easy?'),
    labelledPath('Again in', `katas/${kata.slug}/contract.d.ts`, paint),
  ].join('\n\n');
}
