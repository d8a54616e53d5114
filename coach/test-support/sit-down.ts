import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import { openSession } from '../check/check.ts';
import { Journal } from '../journal/journal.ts';
import { workbookFolder } from '../kata/folders.ts';
import { watch } from '../watch/watch.ts';
import { Screen } from './screen.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A learner at a terminal, with the workbook as it is and an empty folder. */
export function sitDown() {
  const client = temporaryFolder();
  const keys = new PassThrough();
  const screen = new Screen();
  const ended = watch({ client, workbook: workbookFolder }, keys, screen);
  const quit = async () => {
    keys.write('q');
    return ended;
  };
  onTestFinished(async () => {
    // Whatever the test has left open.
    keys.write('\u0003');
    await ended;
  });
  const source = join(client, 'src', 'index.ts');
  return {
    client,
    screen,
    /** What a command of another process would act on. */
    elsewhere: () => openSession({ client, workbook: workbookFolder }),
    quit,
    press: (key: string) => keys.write(key),
    /** The learner types the one line that kata 1 asks for first. */
    saveReturning: (value: string) => {
      const text = readFileSync(source, 'utf8');
      writeFileSync(source, text.replace(/return .*;/, `return ${value};`));
    },
    source: () => readFileSync(source, 'utf8'),
    journal: () => new Journal(join(client, '.coach', 'journal.jsonl')).read(),
  };
}

/** The same learner with the first test of the workbook in front of them, and red. */
export async function sitDownAtFirstRed() {
  const learner = sitDown();
  await learner.screen.shows('Kata 1 of');
  learner.press('\r');
  await learner.screen.shows('RED');
  return learner;
}
