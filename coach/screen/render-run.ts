import type { SeenFailure, SeenRun } from '../journal/replay.ts';
import { isOneSitting } from '../kata/is-one-sitting.ts';
import type { Beat, Kata } from '../kata/kata.ts';
import { ownFile } from '../kata/own-file.ts';
import { revealedFile } from '../kata/revealed-file.ts';
import { topicOf } from '../kata/topic-of.ts';
import type { FileChange } from '../kata/worked-steps.ts';
import { ownProgress } from '../own-steps/own-progress.ts';
import type { ListItem } from '../test-list/parse-list.ts';
import { count } from './count.ts';
import type { Paint } from './paint.ts';
import { labelColumns, labelled, labelledPath } from './render-goal.ts';
import { renderNews } from './render-news.ts';
import { renderTypeErrors } from './render-types.ts';
import type { View } from './view.ts';

/** A longer list would push the light away. */
const shownItems = 4;

/** Beat three: the step, the light, the first failure, what it tells, and the lights so far. */
export function renderRun(view: View, paint: Paint): string {
  const { state } = view;
  // The light stands last, beside the keys: in a low terminal the top scrolls away.
  return [
    isOneSitting(view.kata) && view.state.beat === 'red-green'
      ? renderSitting(view, paint)
      : renderStep(view, paint),
    renderList(view, paint),
    renderHelp(view, paint),
    state.run === undefined ? paint.dim('the first run is under way') : renderLight(state.run, view, paint),
    state.run?.light === 'amber' ? '' : renderTypeErrors(view.types, paint),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

function renderStep({ state, step, kata, clientPath }: View, paint: Paint): string {
  if (step === undefined) return '';
  const lines = [
    labelled(`Step ${state.step}`, paint.bold(step.title), paint),
    labelled('', step.purpose, paint),
  ];
  if (step.kind === 'own') lines.push(renderOwnTest(kata, clientPath, paint));
  if (step.kind === 'test')
    lines.push(labelledPath('Test', `${clientPath}/${revealedFile(kata, step.test)}`, paint));
  lines.push(labelledPath('Your code', `${clientPath}/src/index.ts`, paint));
  if (step.kind === 'refactor') lines.push('', ...step.says.map((line) => paint.wrap(line, '  ')));
  return lines.join('\n');
}

function renderOwnTest(kata: Kata, clientPath: string, paint: Paint): string {
  return [
    labelled('Test', 'you write it, in a file of yours that ends in .test.ts, such as', paint),
    labelledPath('', `${clientPath}/${ownFile(kata)}`, paint),
  ].join('\n');
}

/** Red-green as one sitting: what is to be done, in whatever order. */
function renderSitting({ kata, lists: { behaviours, own }, clientPath }: View, paint: Paint): string {
  const done = behaviours.filter(({ isTicked }) => isTicked).length;
  const lines =
    behaviours.length === 0
      ? [labelled('Success', kata.success, paint)]
      : [
          labelled('Behaviours', `${done} of ${behaviours.length} done, in an order of yours`, paint),
          ...behaviours.map((item) => renderItem(item, paint)),
        ];
  lines.push(renderOwnTest(kata, clientPath, paint));
  if (behaviours.length > 0)
    lines.push(labelled('', 'A green test that says the same words ticks a behaviour.', paint));
  else if (own.length === 0)
    lines.push(
      labelled('List', `yours: lines like "- [ ] tries a POST once" in`, paint),
      labelledPath('', `${clientPath}/throwaway/list.md`, paint),
    );
  lines.push(labelledPath('Your code', `${clientPath}/src/index.ts`, paint));
  return lines.join('\n');
}

/** A tick box and, where the text needs more than a line, all of it beside the box. */
function renderItem({ text, isTicked }: ListItem, paint: Paint): string {
  const box = ' '.repeat(labelColumns) + (isTicked ? '[x] ' : '[ ] ');
  return box + paint.wrap(text, ' '.repeat(box.length)).slice(box.length);
}

/** The light of a run with its first failure in one block. */
export function renderLight(run: SeenRun, view: View, paint: Paint): string {
  const word = `${paint.light(run.light)}  ${countOf(run)}`;
  const busy = view.moment.busy ?? (view.state.isRunOfStep ? undefined : 'running');
  const doing = busy === undefined ? '' : paint.dim(`  ${busy} …`);
  const first = run.failures[0];
  // One broken file keeps every test that needs it from judging: that is one thing to mend.
  const isSameAsFirst = ({ where, message }: SeenFailure) =>
    where === first?.where && message === first?.message;
  const more = run.failures.slice(1).filter((one) => run.light === 'red' || !isSameAsFirst(one)).length;
  const others =
    view.step?.kind === 'refactor' ? run.failures.slice(1, 6).map(({ test, file }) => test ?? file) : [];
  const rest =
    more > 0
      ? paint.dim(
          [
            `  and ${count(more, 'more failure')}: [w] shows all`,
            ...others.map((name) => `    ${name}`),
          ].join('\n'),
        )
      : '';
  const blocks = [
    word + doing,
    first === undefined ? '' : renderFailure(first, view, paint),
    rest,
    run.focus === undefined ? '' : paint.yellow(run.focus),
    renderNothing(run, view.state.beat, paint),
    renderNews(view, paint),
  ];
  return blocks.filter((block) => block !== '').join('\n');
}

function countOf(run: SeenRun): string {
  if (run.light === 'amber') return 'could not judge';
  if (run.executed === 0) return '';
  return run.failed === 0
    ? `${run.passed} of ${run.executed} passed`
    : `${run.failed} of ${run.executed} failed`;
}

export function renderFailure(failure: SeenFailure, { clientPath }: View, paint: Paint): string {
  const values =
    failure.kind === 'assertion' && failure.expected !== undefined && failure.actual !== undefined
      ? [labelled('  expected', failure.expected, paint), labelled('  got', failure.actual, paint)]
      : [paint.wrap(failure.message, '  ')];
  return [
    paint.bold(paint.wrap(titleOf(failure, clientPath), '  ')),
    ...values,
    ...(failure.where === undefined ? [] : [renderWhere(`${clientPath}/${failure.where}`, paint)]),
    ...(failure.code === undefined || (failure.expected !== undefined && !isCount(failure.expected))
      ? []
      : [paint.dim(paint.hang(`    ${failure.code}`))]),
    ...(failure.root === undefined
      ? []
      : [
          paint.wrap(`First came ${failure.root.says}`, '  '),
          paint.dim(`  ${paint.path(`${clientPath}/${failure.root.at}`)}`),
        ]),
  ].join('\n');
}

/** Two numbers alone do not say what was counted. */
function isCount(expected: string): boolean {
  return /^(?:length )?\d+$/.test(expected);
}

/** Without its indent where only that would break it. */
function renderWhere(path: string, paint: Paint): string {
  return paint.dim(`${path.length + 2 > paint.columns ? '' : '  '}${paint.path(path)}`);
}

/** The test, or the file at fault where there was no test yet. */
function titleOf({ test, file, where }: SeenFailure, clientPath: string): string {
  return test ?? `${clientPath}/${where?.split(':', 1)[0] ?? file}`;
}

function renderNothing(run: SeenRun, beat: Beat, paint: Paint): string {
  const misnamed = run.misnamed?.[0];
  if (misnamed !== undefined)
    return paint.wrap(`${misnamed} holds tests, but its name does not end in .test.ts: rename it.`, '  ');
  if (run.light !== 'nothing') return '';
  return paint.wrap(
    `No test ran. A test stands in ${beat === 'curate' ? 'lasting/' : 'throwaway/ or lasting/'}, in a file whose name ends in .test.ts`,
    '  ',
  );
}

/** The learner's own list, what is open first: that is what the next test is chosen from. */
function renderList({ lists: { own: list } }: View, paint: Paint): string {
  if (list.length === 0) return '';
  const open = list.filter(({ isTicked }) => !isTicked);
  const shown = open.slice(0, shownItems).map(({ text }) => `[ ] ${text}`);
  const rest = open.length > shownItems ? [`and ${open.length - shownItems} more in throwaway/list.md`] : [];
  const done = `${list.length - open.length} of ${list.length} done`;
  return [done, ...shown, ...rest]
    .map((line, index) => labelled(index === 0 ? 'List' : '', line, paint))
    .join('\n');
}

/** What the learner asked for, or what a replayed kata gives unasked. */
function renderHelp({ state, step, kata, worked, written, clientPath }: View, paint: Paint): string {
  if (step === undefined || (step.kind === 'test' && state.run?.light === 'green')) return '';
  if (step.kind === 'own' && ownProgress(state).is === 'taken' && !isOneSitting(kata)) return '';
  const rung = state.hints.get(topicOf(step)) ?? 0;
  const changes = worked[topicOf(step)] ?? [];
  const isReplayed = kata.help === 'replay' && state.run !== undefined && state.run.light !== 'green';
  const lines = [
    ...(rung >= 1 && isOneSitting(kata) ? [labelled('Hint', `for "${step.title}"`, paint)] : []),
    ...(rung >= 1 ? [labelled(isOneSitting(kata) ? '' : 'Hint', step.hints.question, paint)] : []),
    ...(rung >= 2 ? [labelled('Second', step.hints.pointer, paint)] : []),
    ...(rung >= 3 ? renderWritten(written[topicOf(step)], paint) : []),
    ...(rung >= 3 && isOneSitting(kata) && step !== kata.steps[0]
      ? [labelled('', 'Its code comes after that of the behaviours above it in the list.', paint)]
      : []),
    ...(rung >= 3 || isReplayed
      ? changes.map((change) => renderChange(change, kata, clientPath, paint))
      : []),
  ];
  return lines.join('\n');
}

function renderWritten(test: string | undefined, paint: Paint): string[] {
  if (test === undefined) return [];
  return [
    labelled('Solution', 'wrote the test so; yours may differ', paint),
    ...test
      .trimEnd()
      .split('\n')
      .map((line) => paint.hang(`    ${line}`)),
  ];
}

/** A sign at the front of a line is not spoken. */
const spokenSign = { ' ': '', '-': 'old:', '+': 'new:' };

function renderChange(
  { file, isNew, lines }: FileChange,
  kata: Kata,
  clientPath: string,
  paint: Paint,
): string {
  const does = isNew ? 'a new file' : 'a change to';
  const painter = { ' ': paint.dim, '-': paint.red, '+': paint.green };
  return [
    labelled(
      'Solution',
      kata.help === 'replay'
        ? `${does} ${clientPath}/src/${file}. Your lines may differ.`
        : `${does} its src/${file}. Your files may be others: [m], then [o], shows all of its files.`,
      paint,
    ),
    ...lines.map(({ sign, text }) =>
      painter[sign](paint.hang(`  ${paint.isLinear ? spokenSign[sign] : sign} ${text}`)),
    ),
  ].join('\n');
}
