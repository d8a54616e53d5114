import { join } from 'node:path';
import { type Bench, startBench } from '../judge/bench.ts';
import { workbookFolder } from '../kata/folders.ts';
import type { Kata } from '../kata/kata.ts';
import { loadKatas } from '../kata/load-kata.ts';
import { checkOverlays } from './check-overlays.ts';
import { checkRuns } from './check-runs.ts';
import { checkText } from './check-text.ts';
import { TypeChecker } from './check-types.ts';
import { type Broken, claims } from './claim.ts';
import { type Content, readContent } from './content.ts';
import { planOf } from './plan.ts';
import { statesOf } from './states.ts';

export type DevCheck = {
  /** Ids of katas, `04`; all of them where empty. */
  katas: string[];
  report: (line: string) => void;
  /** Another workbook than this one, for tests. */
  workbook?: string;
};

export type DevCheckResult = { ok: boolean; katas: { slug: string; broken: Broken[]; durationMs: number }[] };

/** Proves katas: a line for every broken claim, with the file and a cure, and a summary for every kata. */
export async function devCheck({
  katas: wanted,
  report,
  workbook = workbookFolder,
}: DevCheck): Promise<DevCheckResult> {
  const result: DevCheckResult = { ok: true, katas: [] };
  let all: Kata[];
  try {
    all = await loadKatas(workbook);
  } catch (error) {
    report(messageOf(error));
    return { ...result, ok: false };
  }
  const unknown = wanted.filter((id) => !all.some((kata) => isCalled(kata, id)));
  for (const id of unknown) report(`There is no kata ${id} in katas/.`);
  if (unknown.length > 0 && unknown.length === wanted.length) return { ...result, ok: false };
  // No client stands here: everything that is run comes from memory.
  const bench = startBench(join(workbook, 'solutions'));
  const types = new TypeChecker(workbook);
  const contents: Content[] = [];
  try {
    for (const [index, kata] of all.entries()) {
      const content = await readContent(workbook, kata, all[index - 1]).catch((error: unknown) => {
        report(`solutions/${kata.slug}: it cannot be read: ${messageOf(error)}`);
        result.ok = false;
        return undefined;
      });
      // The katas after it stand on this one.
      if (content === undefined) break;
      if (wanted.length === 0 || wanted.some((id) => isCalled(kata, id))) {
        const start = performance.now();
        const broken = await checkKata(content, contents, types, bench);
        const durationMs = performance.now() - start;
        for (const { file, what, cure } of broken) report(`${file}: ${what.replace(/\.$/, '')}. ${cure}`);
        report(summary(content, broken, durationMs));
        result.katas.push({ slug: kata.slug, broken, durationMs });
      }
      contents.push(content);
    }
  } finally {
    await bench.close();
  }
  const ok = result.ok && unknown.length === 0 && result.katas.every(({ broken }) => broken.length === 0);
  return { ...result, ok };
}

async function checkKata(
  content: Content,
  earlier: readonly Content[],
  types: TypeChecker,
  bench: Bench,
): Promise<Broken[]> {
  const { states, broken } = statesOf(content);
  const plan = planOf(content, states, earlier);
  // The other process runs tests while this one reads types.
  const running = checkRuns(content, plan, bench);
  const still = [...broken, ...checkOverlays(content, states), ...checkText(content)];
  // To check types takes seconds in which this process neither sends nor hears anything.
  await bench.heardOf();
  still.push(...types.check(content, states));
  return [...still, ...(await running)];
}

function summary({ kata, field }: Content, broken: readonly Broken[], durationMs: number): string {
  const failed = new Set(broken.map(({ claim }) => claim));
  const proved = Object.keys(claims).length - failed.size;
  const verdict = `${count(proved, 'claim')} proved${failed.size === 0 ? '' : `, ${failed.size} broken`}`;
  const seconds = (durationMs / 1000).toFixed(1);
  return `${kata.slug}: ${verdict}, ${count(field.otherWays.size, 'other way')}, ${count(field.bugs.length, 'bug')}, ${seconds} s`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `04`, `4` or `04-let-go`. */
function isCalled({ id, slug }: Kata, wanted: string): boolean {
  return slug === wanted || id === wanted.padStart(2, '0');
}
