/**
 * From a save to the light on the screen, as a learner feels it: the real watch loop over a real file system, with the
 * screen written to a stream instead of a terminal. Prints figures; asserts nothing.
 *
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/save-to-light.ts [saves]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { workbookFolder } from '../coach/kata/folders.ts';
import { Screen } from '../coach/test-support/screen.ts';
import { watch } from '../coach/watch/watch.ts';
import { machine, summary } from './figures.ts';
import { learnerAt } from './learner.ts';

const saves = Number(process.argv[2] ?? 50);

async function measure(
  kata: string,
  beat: 'red-green' | 'curate',
  event: 'run' | 'judged',
): Promise<number[]> {
  const { client, journal, remove } = learnerAt(kata, beat);
  const keys = new PassThrough();
  const events = () => journal.read().filter(({ type }) => type === event).length;
  const screen = new Screen();
  /** Drawn with as many events in the journal. */
  const drawnAfter = (wanted: number) => screen.shows(() => events() >= wanted);
  try {
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
    remove();
  }
}

console.log(machine());
console.log(`save to light:                ${summary(await measure('03', 'red-green', 'run'))}`);
console.log(`save to light and judgement:  ${summary(await measure('04', 'curate', 'judged'))}`);
process.exit(0);
