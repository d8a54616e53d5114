// For tests and measurements: a coach in a process of its own.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { workbookFolder } from '../kata/folders.ts';

export class CoachProcess {
  readonly process: ChildProcess;
  /** Code and signal it ended with. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Since the last key: everything it wrote, without colours and cursor moves. */
  text = '';
  stderr = '';

  constructor(client: string) {
    const register = pathToFileURL(join(workbookFolder, 'coach', 'register.mjs')).href;
    const script = fileURLToPath(new URL('sit.ts', import.meta.url));
    this.process = spawn(
      process.execPath,
      ['--disable-warning=DEP0180', '--import', register, script, client],
      { stdio: 'pipe', env: { ...process.env, VITEST: undefined, NODE_OPTIONS: undefined } },
    );
    this.ended = new Promise((resolve) =>
      this.process.once('exit', (code, signal) => resolve({ code, signal })),
    );
    this.process.stdout?.on('data', (chunk: Buffer) => {
      this.text += stripVTControlCharacters(chunk.toString());
    });
    this.process.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    // A key for a coach that has just ended is lost.
    this.process.stdin?.on('error', () => {});
  }

  press(key: string): void {
    this.text = '';
    this.process.stdin?.write(key);
  }

  async shows(what: string): Promise<void> {
    await until(
      () => this.text.includes(what),
      () => `"${what}" in:\n${this.text}\n${this.stderr}`,
    );
  }

  /** All processes below it, their own included. */
  get processes(): number[] {
    const pid = this.process.pid;
    return pid === undefined ? [] : withChildren(pid);
  }
}

export async function until(condition: () => boolean, what: () => string, ms = 25_000): Promise<void> {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Waited ${ms} ms for ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Resolves when none of them is there any more. */
export async function gone(pids: number[]): Promise<void> {
  await until(
    () => !pids.some(isAlive),
    () => `the end of ${pids.filter(isAlive)}`,
  );
}

function withChildren(root: number): number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [root];
  for (const parent of found) for (const [pid = 0, ppid] of rows) if (ppid === parent) found.push(pid);
  return found;
}

/** One that has ended and was not waited for yet is gone too. */
function isAlive(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', `${pid}`], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
}
