import type { SeenFailure, SeenRun } from '../journal/replay.ts';
import { revealedFile } from '../kata/revealed-file.ts';
import { topicOf } from '../kata/topic-of.ts';
import type { FileChange } from '../kata/worked-steps.ts';
import { count } from './count.ts';
import type { Paint } from './paint.ts';
import { labelled, labelledPath } from './render-goal.ts';
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
    renderStep(view, paint),
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
  if (step.kind === 'refactor') lines.push('', ...step.says.map((line) => paint.wrap(line, '  ')));
  else {
    lines.push(labelledPath('Test', `${clientPath}/${revealedFile(kata, step.test)}`, paint));
    lines.push(labelledPath('Your code', `${clientPath}/src/index.ts`, paint));
  }
  return lines.join('\n');
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
    renderNothing(run, paint),
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
    ...(failure.where === undefined ? [] : [paint.dim(`  ${paint.path(`${clientPath}/${failure.where}`)}`)]),
    ...(failure.code === undefined || failure.expected !== undefined
      ? []
      : [paint.dim(paint.hang(`    ${failure.code}`))]),
  ].join('\n');
}

/** The test, or the file at fault where there was no test yet. */
function titleOf({ test, file, where }: SeenFailure, clientPath: string): string {
  return test ?? `${clientPath}/${where?.split(':', 1)[0] ?? file}`;
}

function renderNothing(run: SeenRun, paint: Paint): string {
  const misnamed = run.misnamed?.[0];
  if (misnamed !== undefined)
    return paint.wrap(`${misnamed} holds tests, but its name does not end in .test.ts: rename it.`, '  ');
  if (run.light !== 'nothing') return '';
  return paint.wrap(
    'No test ran. A test stands in throwaway/ or lasting/, in a file whose name ends in .test.ts',
    '  ',
  );
}

/** The learner's own list, what is open first: that is what the next test is chosen from. */
function renderList({ list }: View, paint: Paint): string {
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
function renderHelp({ state, step, kata, worked, clientPath }: View, paint: Paint): string {
  if (step === undefined || (step.kind === 'test' && state.run?.light === 'green')) return '';
  const rung = state.hints.get(topicOf(step)) ?? 0;
  const changes = worked[topicOf(step)] ?? [];
  const isReplayed = kata.help === 'replay' && state.run !== undefined && state.run.light !== 'green';
  const lines = [
    ...(rung >= 1 ? [labelled('Hint', step.hints.question, paint)] : []),
    ...(rung >= 2 ? [labelled('', step.hints.pointer, paint)] : []),
    ...(rung >= 3 || isReplayed ? changes.map((change) => renderChange(change, clientPath, paint)) : []),
  ];
  return lines.join('\n');
}

function renderChange({ file, isNew, lines }: FileChange, clientPath: string, paint: Paint): string {
  const does = isNew ? 'adds' : 'changes';
  const painter = { ' ': paint.dim, '-': paint.red, '+': paint.green };
  return [
    labelled('Solution', `${does} ${clientPath}/src/${file} so; your lines may differ`, paint),
    ...lines.map(({ sign, text }) => painter[sign](paint.hang(`  ${sign} ${text}`))),
  ].join('\n');
}
