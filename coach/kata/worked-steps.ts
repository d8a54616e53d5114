import { structuredPatch } from 'diff';
import { applyEdits, type Tree } from '../judge/tree.ts';
import type { Step, StepEdits } from './kata.ts';
import { topicOf } from './topic-of.ts';

/** What the solution does to one file in one step: whole lines, with a line around them to find the place. */
export type FileChange = { file: string; isNew: boolean; lines: { sign: ' ' | '-' | '+'; text: string }[] };

/** How the solution takes each step, by the step's topic. */
export type WorkedSteps = Record<string, FileChange[]>;

export function workedSteps(before: Tree, steps: readonly Step[], edits: StepEdits): WorkedSteps {
  const worked: WorkedSteps = {};
  let state = before;
  for (const step of steps) {
    const topic = topicOf(step);
    const after = applyEdits(state, edits[topic] ?? []);
    worked[topic] = changesBetween(state, after);
    state = after;
  }
  return worked;
}

function changesBetween(before: Tree, after: Tree): FileChange[] {
  return [...after]
    .filter(([file, text]) => before.get(file) !== text)
    .map(([file, text]) => {
      const old = before.get(file);
      const { hunks } = structuredPatch(file, file, old ?? '', text, '', '', { context: 1 });
      return { file, isNew: old === undefined, lines: hunks.flatMap((hunk) => hunk.lines.flatMap(signed)) };
    });
}

function signed(line: string): FileChange['lines'] {
  const sign = line[0];
  return sign === ' ' || sign === '-' || sign === '+' ? [{ sign, text: line.slice(1) }] : [];
}
