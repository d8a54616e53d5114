import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import open from 'open';
import { clientFolder } from '../kata/folders.ts';
import { loadKatas } from '../kata/load-kata.ts';
import { canOpen } from './can-open.ts';
import { writePage } from './write-page.ts';

const { values } = parseArgs({ options: { 'no-open': { type: 'boolean', default: false } } });
const page = await writePage(clientFolder, await loadKatas());
const { env, platform, stdout } = process;
console.log(relative(process.cwd(), page));
if (!values['no-open'] && canOpen({ env, platform, isTerminal: stdout.isTTY })) {
  const browser = await open(page);
  // The path is printed; a browser that does not start takes nothing away.
  browser.on('error', () => {});
}
