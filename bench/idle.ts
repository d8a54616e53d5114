/**
 * What a coach costs while nobody saves: share of a core and memory of all its processes. Prints figures; asserts
 * nothing. Needs Linux' /proc.
 *
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/idle.ts [seconds]
 */
import { readFileSync } from 'node:fs';
import { CoachProcess } from '../coach/faults/coach-process.ts';
import { machine } from './figures.ts';
import { learnerAt } from './learner.ts';

const seconds = Number(process.argv[2] ?? 20);
const ticksPerSecond = 100;

/** Processor time used so far, in seconds. */
function cpu(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** In MB. `Rss` counts what processes share once for each of them, `Pss` once in all. */
function memory(pid: number, kind: 'Rss' | 'Pss'): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(new RegExp(`^${kind}: +(\\d+) kB`, 'm').exec(text)?.[1]) / 1024;
}

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Spare threads warm up, types are checked, and V8 tidies up for some seconds after the last run. */
const settledMs = 15_000;

/** The process that judges ends when nobody has needed it for three minutes. */
const restedMs = 3 * 60_000 + settledMs;

async function measure(
  beat: 'red-green' | 'curate',
  kata: string,
  shown: string,
  afterMs: number,
): Promise<string> {
  const { client, remove } = learnerAt(kata, beat);
  const coach = new CoachProcess(client);
  try {
    await coach.shows(shown);
    await wait(afterMs);
    const pids = coach.processes;
    const before = sum(pids.map(cpu));
    await wait(seconds * 1000);
    const used = sum(pids.map(cpu)) - before;
    const each = pids.map((pid) => Math.round(memory(pid, 'Rss'))).join(' + ');
    return `${((100 * used) / seconds).toFixed(2)} % of a core, ${each} MB resident, ${Math.round(sum(pids.map((pid) => memory(pid, 'Pss'))))} MB in all`;
  } finally {
    coach.process.kill('SIGKILL');
    remove();
  }
}

console.log(machine());
console.log(`idle, red and green: ${await measure('red-green', '03', 'GREEN', settledMs)}`);
console.log(`just judged:         ${await measure('curate', '04', 'caught', settledMs)}`);
console.log(`idle, judging:       ${await measure('curate', '04', 'caught', restedMs)}`);
process.exit(0);
