import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { workbookFolder } from '../kata/folders.ts';

/** What happened to a child that ended although nobody had asked it to. */
export type Ended = { code: number | null; signal: NodeJS.Signals | null; stderr: string };

/**
 * A script of the coach in a process of its own, spoken to in messages. Killing it takes everything that runs in it,
 * threads included.
 */
export class Child<Request extends object, Reply> {
  readonly #process: ChildProcess;
  #stderr = '';
  onReply: (reply: Reply) => void = () => {};
  onEnd: (ended: Ended) => void = () => {};

  constructor(script: URL, args: string[]) {
    const register = pathToFileURL(join(workbookFolder, 'coach', 'register.mjs')).href;
    this.#process = spawn(
      process.execPath,
      ['--disable-warning=DEP0180', '--import', register, fileURLToPath(script), ...args],
      {
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        // Of the many threads of a Vitest each would keep freed memory of its own: some 30 MB, where the C library is GNU's.
        env: { MALLOC_ARENA_MAX: '2', ...process.env, VITEST: undefined, NODE_OPTIONS: undefined },
      },
    );
    this.#process.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-4000);
    });
    // The other end is a script of ours, which says nothing else.
    this.#process.on('message', (reply) => this.onReply(reply as Reply));
    this.#process.on('error', (error) => {
      this.#stderr += error.message;
    });
    this.#process.on('close', (code, signal) => this.onEnd({ code, signal, stderr: this.#stderr }));
  }

  send(request: Request): void {
    // Fails where the child has just ended; onEnd tells.
    this.#process.send(request, () => {});
  }

  /** Resolves when it is gone. */
  kill(): Promise<void> {
    this.onReply = () => {};
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.onEnd = () => resolve();
      this.#process.kill('SIGKILL');
    });
  }
}
