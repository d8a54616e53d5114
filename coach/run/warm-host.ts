import { Child, type Ended } from './child.ts';
import type { FromHost } from './protocol.ts';
import type { RunRecord } from './record.ts';

/** A process that hosts Vitest, stays warm between runs, and is replaced when something in it never ends. */
export type WarmHost<Request> = {
  /**
   * Waits until earlier runs have ended. A test that says nothing for longer than `silenceMs` spins: the process is
   * killed, and the record says at which file and test.
   */
  run(request: Request, silenceMs: number): Promise<RunRecord>;
  /** Resolves when something is heard of a run: who then works long without a pause does not keep it from beginning. */
  heardOf(): Promise<void>;
  close(): Promise<void>;
};

/** Loading Vitest and MSW for the first time, on a slow disk. */
const coldMs = 20_000;

type Current<Request> = {
  request: Request;
  silenceMs: number;
  startedAt: number;
  at: { file: string | undefined; test: string | undefined };
  watchdog: NodeJS.Timeout | undefined;
  resolve(record: RunRecord): void;
  reject(error: Error): void;
};

/** Starts the process and returns at once; the first run waits until it is ready. */
export function startWarmHost<Request extends object>(script: URL, args: string[]): WarmHost<Request> {
  let ready = false;
  let warm = false;
  let startFailed = false;
  let closed = false;
  let current: Current<Request> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const hearing: (() => void)[] = [];
  let child = start();

  function start(): Child<Request, FromHost> {
    ready = false;
    warm = false;
    startFailed = false;
    const started = new Child<Request, FromHost>(script, args);
    started.onReply = heard;
    started.onEnd = ended;
    return started;
  }

  function heard(message: FromHost): void {
    if (message.type === 'ready') {
      ready = true;
      if (current !== undefined) child.send(current.request);
    } else if (message.type === 'done') {
      warm = true;
      settle()?.resolve(message.record);
    } else if (message.type === 'failed') settle()?.reject(new Error(message.message));
    else if (current !== undefined) {
      for (const tell of hearing.splice(0)) tell();
      current.at = { file: message.file, test: message.test };
      watch(current, message.test === undefined ? loadingMs(current) : current.silenceMs);
    }
  }

  /** Killed from outside, out of memory: the run is over, and the next gets a new process. */
  function ended({ code, signal, stderr }: Ended): void {
    if (closed) return;
    const broken = settle();
    if (ready) {
      child = start();
      broken?.resolve(killedRecord(broken));
      return;
    }
    // Not started again by itself: what stops it now would stop it for ever. The next run tries once more.
    startFailed = true;
    const how = signal ?? `exit code ${code}`;
    broken?.reject(new Error(`The process that runs the tests did not start (${how}).\n${stderr.trim()}`));
  }

  function watch(run: Current<Request>, forMs: number): void {
    clearTimeout(run.watchdog);
    const watchdog = setTimeout(async () => {
      // This process may have been at work itself, and has yet to hear what was said meanwhile.
      await new Promise(setImmediate);
      if (current !== run || run.watchdog !== watchdog) return;
      settle();
      await child.kill();
      if (!closed) child = start();
      run.resolve(killedRecord(run));
    }, forMs);
    run.watchdog = watchdog;
  }

  /** Until its first test is heard of, a file may still be loading what takes long. */
  function loadingMs({ silenceMs }: Current<Request>): number {
    return warm ? 2 * silenceMs : coldMs;
  }

  function settle(): Current<Request> | undefined {
    const settled = current;
    clearTimeout(settled?.watchdog);
    current = undefined;
    for (const tell of hearing.splice(0)) tell();
    return settled;
  }

  function begin(request: Request, silenceMs: number): Promise<RunRecord> {
    return new Promise((resolve, reject) => {
      if (closed) throw new Error('The process that runs the tests was closed.');
      current = {
        request,
        silenceMs,
        startedAt: performance.now(),
        at: { file: undefined, test: undefined },
        watchdog: undefined,
        resolve,
        reject,
      };
      watch(current, loadingMs(current));
      if (startFailed) child = start();
      if (ready) child.send(request);
    });
  }

  return {
    run(request, silenceMs) {
      const run = last.then(() => begin(request, silenceMs));
      last = run.catch(() => {});
      return run;
    },
    heardOf: () => new Promise((resolve) => void hearing.push(resolve)),
    async close() {
      closed = true;
      settle()?.reject(new Error('The process that runs the tests was closed.'));
      await child.kill();
    },
  };
}

function killedRecord({ at, startedAt }: Current<unknown>): RunRecord {
  return {
    files: [],
    tests: [],
    unhandled: [],
    killed: at,
    output: '',
    durationMs: performance.now() - startedAt,
  };
}
