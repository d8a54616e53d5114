// What `npm start` runs. In a terminal the process that runs the tests is started before anything else is loaded: it
// takes as long to be ready as the screen does, and the two need not wait for each other.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clientFolder, workbookFolder } from './kata/folders.ts';
import { startRunner } from './run/start-runner.ts';

const inTerminal = process.stdin.isTTY && process.stdout.isTTY;

if (inTerminal && process.argv.length === 2) {
  process.stdout.write('holdfast is starting …\n');
  // A first start makes the folder; until then there is nothing to run.
  const warm = existsSync(join(clientFolder, 'src')) ? startRunner({ clientFolder }) : undefined;
  const { watch } = await import('./watch/watch.ts');
  const places = { client: clientFolder, workbook: workbookFolder };
  process.exitCode = await watch(places, process.stdin, process.stdout, warm);
} else await import('./main.ts');
