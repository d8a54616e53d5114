import { applyEdit, type Tree } from '../judge/tree.ts';
import { changedLines, lineCount } from '../kata/changed-lines.ts';
import { writtenTest } from '../kata/written-test.ts';
import type { Broken } from './claim.ts';
import type { Content } from './content.ts';

const mostChanged = 80;
const mostLines = 800;

/** Overlays and edits fit together, nothing lies about, and the steps stay small. */
export function checkOverlays(content: Content, states: readonly Tree[]): Broken[] {
  return [
    ...solutionIsReached(content, states),
    ...overlaysChangeSomething(content),
    ...bugsApply(content),
    ...strayFiles(content),
    ...sizes(content),
  ];
}

function solutionIsReached({ kata, field }: Content, states: readonly Tree[]): Broken[] {
  const last = states.at(-1) ?? new Map();
  const files = [...new Set([...last.keys(), ...field.solution.keys()])];
  return files
    .filter((file) => last.get(file) !== field.solution.get(file))
    .map((file) => ({
      claim: 'overlays',
      file: `solutions/${kata.slug}/steps.ts`,
      what: `the edits of all steps do not lead to the solution's ${file}: ${firstDifference(last.get(file), field.solution.get(file))}`,
      cure: 'Change the edits, or the solution.',
    }));
}

function firstDifference(reached: string | undefined, wanted: string | undefined): string {
  if (reached === undefined) return 'no step makes it';
  if (wanted === undefined) return 'the solution has no such file';
  const [a, b] = [reached.split('\n'), wanted.split('\n')];
  const at = Math.max(
    a.findIndex((line, index) => line !== b[index]),
    b.findIndex((line, index) => line !== a[index]),
  );
  return `line ${at + 1} is "${(a[at] ?? '').trim()}" after the steps and "${(b[at] ?? '').trim()}" in the solution`;
}

function overlaysChangeSomething({ kata, before, field, solutionFiles }: Content): Broken[] {
  const unchanged = (prefix: string, below: Tree) =>
    [...solutionFiles]
      .filter(([file]) => file.startsWith(prefix))
      .filter(([file, text]) => below.get(file.slice(prefix.length)) === text)
      .map(
        ([file]): Broken => ({
          claim: 'overlays',
          file: `solutions/${kata.slug}/${file}`,
          what: 'it is the same as the file it lies over',
          cure: 'Remove it: an overlay holds only what it changes.',
        }),
      );
  return [
    ...unchanged('src/', before),
    ...[...field.otherWays.keys()].flatMap((name) => unchanged(`other-ways/${name}/`, field.solution)),
  ];
}

function bugsApply({ kata, field }: Content): Broken[] {
  return field.bugs.flatMap((bug): Broken[] => {
    const where = { claim: 'overlays', file: `solutions/${kata.slug}/bugs.ts` } as const;
    try {
      const tree = applyEdit(field.solution, bug);
      if (tree.get(bug.file) !== field.solution.get(bug.file)) return [];
      return [
        { ...where, what: `bug "${bug.id}" changes nothing`, cure: 'Let "replace" differ from "find".' },
      ];
    } catch (error) {
      return [
        {
          ...where,
          what: `bug "${bug.id}": ${error instanceof Error ? error.message : error}`,
          cure: 'Let "find" be a piece of the solution that occurs once.',
        },
      ];
    }
  });
}

function strayFiles({ kata, steps, kataFiles, solutionFiles }: Content): Broken[] {
  const given = steps.flatMap((step) => (step.kind === 'test' ? [`steps/${step.test}`] : []));
  const written = steps.flatMap((step) => (step.kind === 'own' ? [writtenTest(step)] : []));
  const isKata = (file: string) =>
    ['README.md', 'contract.d.ts', 'after.md', 'steps/index.ts', ...given].includes(file) ||
    file.startsWith('start/');
  const isSolution = (file: string) =>
    ['bugs.ts', 'steps.ts', ...written].includes(file) ||
    /^(?:src|lasting)\/.+\.ts$/.test(file) ||
    /^other-ways\/[^/]+\/.+\.ts$/.test(file);
  const stray = (folder: string, files: Tree, belongs: (file: string) => boolean) =>
    [...files.keys()]
      .filter((file) => !belongs(file))
      .map(
        (file): Broken => ({
          claim: 'overlays',
          file: `${folder}/${kata.slug}/${file}`,
          what: 'nothing uses this file',
          cure: file.startsWith('steps/') ? 'Name its step in steps/index.ts, or remove it.' : 'Remove it.',
        }),
      );
  const missing = (folder: string, files: Tree, wanted: string[], cure: string) =>
    wanted
      .filter((file) => !files.has(file))
      .map(
        (file): Broken => ({
          claim: 'overlays',
          file: `${folder}/${kata.slug}/${file}`,
          what: 'a step in steps/index.ts needs it, and it is not there',
          cure,
        }),
      );
  return [
    ...stray('katas', kataFiles, isKata),
    ...stray('solutions', solutionFiles, isSolution),
    ...missing('katas', kataFiles, given, 'Write the test.'),
    ...missing(
      'solutions',
      solutionFiles,
      written,
      'Write the test as the solution does; it is the third hint.',
    ),
  ];
}

function sizes({ kata, before, field }: Content): Broken[] {
  const changed = changedLines(before, field.solution);
  const lines = lineCount(field.solution);
  const file = `solutions/${kata.slug}/src`;
  const broken: Broken[] = [];
  if (changed >= mostChanged)
    broken.push({
      claim: 'overlays',
      file,
      what: `this kata changes ${changed} lines; under ${mostChanged} is what one sitting holds`,
      cure: 'Make the kata smaller, or the code.',
    });
  if (lines >= mostLines)
    broken.push({
      claim: 'overlays',
      file,
      what: `the whole client has ${lines} lines; it must stay under ${mostLines}`,
      cure: 'Make it smaller.',
    });
  return broken;
}
