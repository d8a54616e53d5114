/**
 * From `npm start` to the first light, in a terminal. Prints figures; asserts nothing. Needs the `script` of util-linux.
 *
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/start.ts [starts]
 */
import { spawn } from 'node:child_process';
import { workbookFolder } from '../coach/kata/folders.ts';
import { machine, summary } from './figures.ts';
import { learnerAt } from './learner.ts';

const starts = Number(process.argv[2] ?? 10);

async function start(): Promise<number> {
  const { client, remove } = learnerAt('03', 'red-green');
  try {
    const began = performance.now();
    const terminal = spawn('script', ['-qec', 'npm start', '/dev/null'], {
      cwd: workbookFolder,
      env: { ...process.env, HOLDFAST_CLIENT: client },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let text = '';
    const light = new Promise<number>((resolve, reject) => {
      terminal.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (/GREEN|RED|AMBER/.test(text)) resolve(performance.now() - began);
      });
      terminal.once('close', () => reject(new Error(`No light was shown:\n${text}`)));
    });
    const took = await light;
    const ended = new Promise((resolve) => terminal.once('close', resolve));
    terminal.stdin.write('q');
    await ended;
    return took;
  } finally {
    remove();
  }
}

const times: number[] = [];
for (let n = 0; n <= starts; n += 1) times.push(await start());
console.log(machine());
// The first reads the disk.
console.log(
  `npm start to first light: ${summary(times.slice(1))}; the first ${Math.round(times[0] ?? 0)} ms`,
);
