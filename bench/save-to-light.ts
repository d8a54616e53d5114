/**
 * From a save to the light on the screen, as a learner feels it: the real watch loop over a real file system, with the
 * screen written to a stream instead of a terminal. Prints medians; asserts nothing.
 *
 *     node --import ./coach/register.mjs bench/save-to-light.ts [saves]
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { makeClientFolder } from '../coach/client-folder/make-client-folder.ts';
import { Journal } from '../coach/journal/journal.ts';
import { workbookFolder } from '../coach/kata/folders.ts';
import { Screen } from '../coach/test-support/screen.ts';
import { watch } from '../coach/watch/watch.ts';

const saves = Number(process.argv[2] ?? 20);

async function measure(
  kata: string,
  beat: 'red-green' | 'curate',
  event: 'run' | 'judged',
): Promise<number[]> {
  // Inside the workbook, so that packages are found as they are from my-client/.
  const client = mkdtempSync(join(workbookFolder, 'node_modules', '.bench-'));
  const keys = new PassThrough();
  const journal = new Journal(join(client, '.coach', 'journal.jsonl'));
  const events = () => journal.read().filter(({ type }) => type === event).length;
  const screen = new Screen();
  /** Drawn with as many events in the journal. */
  const drawnAfter = (wanted: number) => screen.shows(() => events() >= wanted);
  try {
    makeClientFolder(client, workbookFolder);
    prepare(client, journal, kata, beat);
    const first = drawnAfter(1);
    const ended = watch({ client, workbook: workbookFolder }, keys, screen);
    await first;
    const times: number[] = [];
    const file = join(client, 'src', 'index.ts');
    const text = readFileSync(file, 'utf8');
    for (let save = 0; save <= saves; save += 1) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      const shown = drawnAfter(events() + 1);
      const start = performance.now();
      writeFileSync(file, `${text}// save ${save}\n`);
      await shown;
      times.push(performance.now() - start);
    }
    keys.write('q');
    await ended;
    // The first save warms caches up.
    return times.slice(1);
  } finally {
    rmSync(client, { recursive: true, force: true });
  }
}

/** A learner in the middle of a kata: the solution so far, its given tests, and for curating its lasting tests. */
function prepare(client: string, journal: Journal, kata: string, beat: 'red-green' | 'curate'): void {
  const folders = ['01-first-red', '02-fail-in-a-new-way', '03-as-you-would-like-to-call-it', '04-let-go'];
  for (const slug of folders.filter((folder) => folder.slice(0, 2) <= kata)) {
    copy(join(workbookFolder, 'solutions', slug, 'src'), join(client, 'src'));
    copy(join(workbookFolder, 'katas', slug, 'steps'), join(client, 'throwaway', `kata-${slug.slice(0, 2)}`));
    if (beat === 'curate' && slug.startsWith(kata))
      copy(join(workbookFolder, 'solutions', slug, 'lasting'), join(client, 'lasting'));
  }
  journal.append({ type: 'kata', kata });
  journal.append({ type: 'beat', beat });
  journal.append({ type: 'step', step: 1 });
}

function copy(from: string, to: string): void {
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}

function summary(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return `median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, ${sorted.length} saves`;
}

console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}`);
console.log(`save to light:                ${summary(await measure('03', 'red-green', 'run'))}`);
console.log(`save to light and judgement:  ${summary(await measure('04', 'curate', 'judged'))}`);
process.exit(0);
