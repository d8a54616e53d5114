import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import open from 'open';
import { clientFolder } from '../kata/folders.ts';
import { loadKatas } from '../kata/load-kata.ts';
import { canOpen } from './can-open.ts';
import { writePage } from './write-page.ts';

const usage = `Usage: npm run journal                the journal as a page, in your browser
       npm run journal -- --no-open   only write it

HOLDFAST_CLIENT names another folder than my-client/ for your client.`;

/** As in sysexits.h: called wrongly. */
const usageExit = 64;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const page = await writePage(clientFolder, await loadKatas());
  console.log(relative(process.cwd(), page));
  const { env, platform, stdout } = process;
  if (!values['no-open'] && canOpen({ env, platform, isTerminal: stdout.isTTY })) await show(page);
  return 0;
}

/** The page is written and its path printed: a browser that does not start takes nothing away. */
async function show(page: string): Promise<void> {
  try {
    await open(page);
  } catch {
    console.log('No browser could be started; open the file above in one.');
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    console.error(`${error.message}\n\n${usage}`);
    process.exitCode = usageExit;
  } else throw error;
}
