import type { Bug, Help, Step } from '../kata/kata.ts';
import { stepsOf } from '../kata/steps-of.ts';
import { topicOf } from '../kata/topic-of.ts';
import type { Broken } from './claim.ts';
import type { Content } from './content.ts';
import { provedFile } from './step-test.ts';

const mostLines = 45;
const mostColumns = 110;

/** What a learner reads is there, ends as it should, and fits one screen. */
export function checkText(content: Content): Broken[] {
  const { kata } = content;
  return [
    ...readme(content),
    ...['after.md', 'contract.d.ts']
      .filter((file) => (content.kataFiles.get(file) ?? '').trim() === '')
      .map(
        (file): Broken => ({
          claim: 'text',
          file: `katas/${kata.slug}/${file}`,
          what: 'it is missing or empty',
          cure: 'Write it.',
        }),
      ),
    ...helpFits(content).map(inFile(`katas/${kata.slug}/steps/index.ts`)),
    ...content.steps.flatMap((step) => problemsOfStep(step).map(inFile(`katas/${kata.slug}/steps/index.ts`))),
    ...content.field.bugs.flatMap((bug) =>
      problemsOfBug(bug, content.steps).map(inFile(`solutions/${kata.slug}/bugs.ts`)),
    ),
  ];
}

type Problem = [what: string, cure: string];

function inFile(file: string): (problem: Problem) => Broken {
  return ([what, cure]) => ({ claim: 'text', file, what, cure });
}

/** The kinds of step that each level of help has in its red-green beat. */
const kindsAt: Record<Help, readonly Step['kind'][]> = {
  replay: ['test', 'refactor'],
  given: ['test', 'refactor'],
  titles: ['test', 'own', 'refactor'],
  behaviours: ['own'],
  success: [],
};

function helpFits({ kata, steps, stepTests }: Content): Problem[] {
  const { help } = kata;
  const problems = stepsOf(kata, 'red-green')
    .filter(({ kind }) => !kindsAt[help].includes(kind))
    .map(
      (step): Problem => [
        `step "${topicOf(step)}" is of the kind "${step.kind}", and the help of this kata is "${help}"`,
        kindsAt[help].length === 0
          ? 'Take the steps away: the success statement is all that is given.'
          : `Make it ${kindsAt[help].map((kind) => `"${kind}"`).join(' or ')}, or change the help.`,
      ],
    );
  for (const step of help === 'behaviours' ? steps : [])
    if (step.kind === 'own' && stepTests.get(provedFile(kata, step))?.includes(step.title) === false)
      problems.push([
        `step "${step.id}": the solution's test does not say "${step.title}"`,
        'Name the test so: a behaviour is ticked by a test that says it.',
      ]);
  if (help === 'behaviours' && problems.length === 0 && steps.length === 0)
    problems.push(['there is no behaviour to show', 'List them as steps of the kind "own".']);
  return problems;
}

function readme({ kata }: Content): Broken[] {
  const problems: Problem[] = [];
  if (kata.minutes <= 0) problems.push([`minutes is ${kata.minutes}`, 'Give a whole number above zero.']);
  for (const name of ['success', 'idea'] as const)
    if (!endsSentence(kata[name]))
      problems.push([`"${name}" does not end like a sentence: ${kata[name]}`, 'End it with a full stop.']);
  if (kata.title === '') problems.push(['the title is empty', 'Name the kata.']);
  if (kata.text === '') problems.push(['there is nothing below the front matter', 'Write it.']);
  const lines = kata.text.split('\n');
  if (lines.length > mostLines)
    problems.push([
      `${lines.length} lines below the front matter; ${mostLines} fit one screen`,
      'Move what is not needed before the first test to after.md.',
    ]);
  const long = lines.filter((line) => [...line].length > mostColumns);
  if (long[0] !== undefined)
    problems.push([
      `${long.length} lines are longer than ${mostColumns} columns; the first begins "${long[0].slice(0, 40)}"`,
      'Break them.',
    ]);
  return problems.map(inFile(`katas/${kata.slug}/README.md`));
}

function problemsOfStep(step: Step): Problem[] {
  const called = `step "${topicOf(step)}"`;
  const problems: Problem[] = [];
  for (const name of ['title', 'purpose'] as const) {
    if (step[name].trim() === '') problems.push([`${called} has no ${name}`, 'Give it one.']);
    else if (/[.!?]$/.test(step[name]))
      problems.push([`${called}: ${name} is a phrase and ends like a sentence`, 'Take the last mark away.']);
  }
  if (!step.hints.question.includes('?') || !endsSentence(step.hints.question))
    problems.push([`${called}: the first hint is no question`, 'Ask what leads there.']);
  if (!endsSentence(step.hints.pointer))
    problems.push([`${called}: the second hint does not end like a sentence`, 'End it with a full stop.']);
  if (step.kind === 'refactor' && (step.says.length === 0 || step.says.length > 4))
    problems.push([`${called} says ${step.says.length} lines`, 'One to four are read.']);
  return problems;
}

function problemsOfBug({ id, says, hint, breaks, step }: Bug, steps: readonly Step[]): Problem[] {
  const problems: Problem[] = [];
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))
    problems.push([`bug "${id}" is not in kebab-case`, 'Rename it.']);
  if (says.trim() === '') problems.push([`bug "${id}" does not say what it does wrong`, 'Say it in "says".']);
  else if (/[.!?]$/.test(says))
    problems.push([`bug "${id}": "says" is shown within a sentence`, 'Take the last mark away.']);
  if (!endsSentence(hint))
    problems.push([`bug "${id}": the hint does not end like a sentence`, 'Ask what leads to a test.']);
  if (step !== undefined && !steps.some((known) => topicOf(known) === step))
    problems.push([`bug "${id}" is about step "${step}", and there is none`, 'Name a step, or none.']);
  if (breaks.trim() === '')
    problems.push([
      `bug "${id}" does not name the behaviour it breaks`,
      'Name a describe of the lasting tests.',
    ]);
  return problems;
}

function endsSentence(text: string): boolean {
  return /[.?:]["”')`]*$/.test(text.trim());
}
