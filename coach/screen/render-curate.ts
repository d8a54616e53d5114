import { lastingCount } from '../journal/lasting-count.ts';
import { testKey } from '../journal/replay.ts';
import { count } from './count.ts';
import type { Paint } from './paint.ts';
import { labelled } from './render-goal.ts';
import { renderLight } from './render-run.ts';
import { renderTypeErrors } from './render-types.ts';
import type { View } from './view.ts';

/** Beat four: the lasting tests, judged against right and wrong clients. */
export function renderCurate(view: View, paint: Paint): string {
  const { state, clientPath } = view;
  const instruction = paint.wrap(
    `Write the few tests that stay, in ${clientPath}/lasting/. Each says what must be true whatever the inside looks like. Your throwaway tests are still there to copy from.`,
  );
  // What changes with a save stands last, beside the keys: in a low terminal the top scrolls away.
  return [
    state.judged === undefined || state.judged.bugs.caught.length < 2 ? instruction : '',
    renderTrust(view, paint),
    renderBeside(view, paint),
    state.run === undefined ? '' : renderLight(state.run, view, paint),
    state.run?.light === 'amber' ? '' : renderTypeErrors(view.types, paint),
    state.run?.light === 'amber' ? '' : renderJudgement(view, paint),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

/** Throwaway tests run beside the lasting ones, but the light is not theirs here. */
function renderBeside({ state }: View, paint: Paint): string {
  const failed = state.run?.tests.filter(
    ({ file, state }) => file.startsWith('throwaway/') && state === 'failed',
  );
  if (failed === undefined || failed.length === 0) return '';
  return paint.dim(
    paint.wrap(
      `Beside them ${count(failed.length, 'throwaway test')} ${failed.length === 1 ? 'is' : 'are'} red. They go at the release.`,
    ),
  );
}

export function renderJudgement({ state, bugs, moment, kata }: View, paint: Paint): string {
  const { judged } = state;
  if (judged === undefined)
    return moment.busy === 'judging' ? paint.dim('judging against other clients …') : '';
  const { accepted, refused } = judged.otherWays;
  const refusing = new Set(refused.map(({ way }) => way));
  const lines = [
    labelled(
      'Right',
      [
        ...accepted.map((way) => `${paint.green('+')}\u00a0${way}`),
        ...[...refusing].map((way) => `${paint.red('x')}\u00a0${way}`),
      ].join('  '),
      paint,
    ),
    labelled(
      'Wrong',
      `${judged.bugs.caught.length} of ${judged.bugs.caught.length + judged.bugs.escaped.length} caught`,
      paint,
    ),
  ];
  const refusal = refused[0];
  const nextBug = bugs.find(({ id }) => id === judged.bugs.escaped[0]);
  if (refusal !== undefined) {
    lines.push(
      '',
      paint.wrap(`"${refusal.test}" refuses ${refusal.way}, which is a right client built another way:`),
      paint.wrap(refusal.message, '  '),
      paint.wrap('What must be true for both?'),
    );
  } else if (nextBug !== undefined) {
    lines.push('', labelled('Next', `a wrong client no test of yours catches: ${nextBug.says}`, paint));
    if (state.hints.has(nextBug.id)) lines.push(labelled('Hint', nextBug.hint, paint));
  } else if (state.run?.light === 'green' && moment.busy !== 'judging') {
    const most = kata.mostLasting ?? Number.POSITIVE_INFINITY;
    const tooMany = lastingCount(state) - most;
    lines.push(
      '',
      paint.wrap(
        tooMany > 0
          ? `Every right client passes and every wrong one is caught. The goal says ${count(most, 'test')} at most: which ${tooMany === 1 ? 'one' : String(tooMany)} would you not miss?`
          : 'Every right client passes and every wrong one is caught. [n] goes on to the release.',
      ),
    );
  }
  for (const { file, test, why, asksFor } of judged.notJudged) {
    const bug = bugs.find(({ id }) => id === asksFor);
    if (bug === undefined) lines.push(paint.wrap(`"${test ?? file}" was not judged: ${why}.`));
    else
      lines.push(
        paint.wrap(
          `"${test ?? file}" refuses every right client and holds with one that is wrong: ${bug.says}.`,
        ),
        labelled('Hint', bug.hint, paint),
      );
  }
  return lines.join('\n');
}

const legend =
  'proven: every right client passes it and a wrong one fails it. untrusted: not seen to fail yet. not judged: no other right client has what it asks for, so it may hold on to how yours is built.';

/** More would push the judgement away. */
const mostRows = 12;

export function renderTrust({ trust, state, kata }: View, paint: Paint): string {
  const lasting = trust.filter(({ file }) => file.startsWith('lasting/'));
  if (lasting.length === 0) return '';
  const written = lastingCount(state);
  const inRows =
    lasting.length > written ? ` (the light counts ${lasting.length}: each row of a test.each)` : '';
  const atMost = kata.mostLasting === undefined ? '' : `, of at most ${kata.mostLasting}`;
  const catches = (test: { file: string; name: string }) => {
    const row = state.judged?.tests.find(({ file, name }) => file === test.file && name === test.name);
    if (row?.hangsOnChance !== undefined)
      return `: hangs on chance, green and red by turns with ${row.hangsOnChance.way}`;
    return row === undefined || row.fails.length === 0 ? '' : `, catches ${row.fails.length}`;
  };
  const failsNothing = (test: { file: string; name: string }) =>
    state.judged?.tests.some(
      (row) =>
        row.file === test.file &&
        row.name === test.name &&
        row.hangsOnChance === undefined &&
        row.refuses.length + row.fails.length === 0,
    ) === true;
  // In a later kata there are many. Those that are proven need no more thought, nor those of katas before, whose wrong
  // clients are not tried here.
  const isLong = lasting.length > mostRows;
  const isBefore = (test: { file: string; name: string }) =>
    state.lastingBefore.has(testKey(test)) && failsNothing(test);
  const proven = isLong ? lasting.filter(({ trust }) => trust === 'proven').length : 0;
  const before = isLong ? lasting.filter((test) => test.trust !== 'proven' && isBefore(test)).length : 0;
  const open = isLong ? lasting.filter((test) => test.trust !== 'proven' && !isBefore(test)) : lasting;
  const left = open.length - mostRows;
  return [
    labelled('Lasting', `${count(written, 'test')}${atMost}${inRows}`, paint),
    ...(proven > 0 ? [labelled('proven', count(proven, 'test'), paint)] : []),
    ...(before > 0
      ? [
          labelled(
            'of before',
            `${count(before, 'test')} of earlier katas, not meant for these wrong clients`,
            paint,
          ),
        ]
      : []),
    ...open.slice(0, mostRows).map((test) => {
      const why =
        test.trust === 'untrusted' && failsNothing(test)
          ? ': none of these wrong clients fails it'
          : catches(test);
      return labelled(
        test.trust === 'kept, not judged' ? 'not judged' : test.trust,
        `${test.name}${why}`,
        paint,
      );
    }),
    ...(left > 0 ? [paint.dim(`and ${left} more`)] : []),
    ...(open.every(({ trust }) => trust === 'proven') ? [] : [paint.dim(paint.wrap(legend))]),
  ].join('\n');
}
