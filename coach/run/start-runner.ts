import { Child, type Ended } from './child.ts';
import type { FromHost, ToHost } from './protocol.ts';
import type { RunRecord } from './record.ts';

/** Runs tests of one client, again and again, in a process that stays warm. */
export type Runner = {
  /** Runs these files, by path from the client's folder. One run at a time. */
  run(files: string[]): Promise<RunRecord>;
  close(): Promise<void>;
};

export type RunnerOptions = {
  clientFolder: string;
  /** A test that takes longer has failed. Time is faked in tests, so that 2000, the default, is long. */
  testTimeoutMs?: number;
};

/** A test may spin so that not even its own time-out comes: after this many time-outs without a sign of life, it is killed. */
const silentTimeouts = 2;

/** Loading Vitest and MSW for the first time, on a slow disk. */
const coldMs = 20_000;

type Current = {
  startedAt: number;
  file: string | undefined;
  test: string | undefined;
  watchdog: NodeJS.Timeout;
  resolve(record: RunRecord): void;
  reject(error: Error): void;
};

/** Starts the process and resolves at once; the first run waits until it is ready. */
export async function startRunner({ clientFolder, testTimeoutMs = 2000 }: RunnerOptions): Promise<Runner> {
  let ready = false;
  let queued: string[] | undefined;
  let current: Current | undefined;
  let startFailed: Error | undefined;
  let child = start();

  function start(): Child<ToHost, FromHost> {
    ready = false;
    const started = new Child<ToHost, FromHost>(new URL('host.ts', import.meta.url), [
      clientFolder,
      String(testTimeoutMs),
    ]);
    started.onReply = heard;
    started.onEnd = ended;
    return started;
  }

  function heard(message: FromHost): void {
    if (message.type === 'ready') {
      ready = true;
      if (queued !== undefined) child.send({ type: 'run', files: queued });
      queued = undefined;
    }
    if (current === undefined) return;
    if (message.type === 'done') settle()?.resolve(message.record);
    else if (message.type === 'failed') settle()?.reject(new Error(message.message));
    else {
      if (message.type === 'at') Object.assign(current, { file: message.file, test: message.test });
      watch(current, message.type === 'at' ? testTimeoutMs * silentTimeouts : coldMs);
    }
  }

  /** Killed from outside, out of memory: the run is over, and the next gets a new process. */
  function ended({ code, signal, stderr }: Ended): void {
    const broken = settle();
    if (ready) {
      child = start();
      broken?.resolve(killedRecord(broken));
      return;
    }
    // It never came up, so another one would not either. Tried again when somebody asks for a run.
    startFailed = new Error(
      `The process that runs the tests did not start (${signal ?? `exit code ${code}`}).\n${stderr.trim()}`,
    );
    broken?.reject(startFailed);
  }

  function watch(run: Current, forMs: number): void {
    clearTimeout(run.watchdog);
    run.watchdog = setTimeout(async () => {
      const stuck = settle();
      await child.kill();
      child = start();
      stuck?.resolve(killedRecord(stuck));
    }, forMs);
  }

  function settle(): Current | undefined {
    const settled = current;
    clearTimeout(settled?.watchdog);
    current = undefined;
    queued = undefined;
    return settled;
  }

  return {
    run(files) {
      return new Promise((resolve, reject) => {
        current = {
          startedAt: performance.now(),
          file: undefined,
          test: undefined,
          watchdog: setTimeout(() => {}, 0),
          resolve,
          reject,
        };
        watch(current, coldMs);
        if (startFailed !== undefined) {
          startFailed = undefined;
          child = start();
        }
        if (ready) child.send({ type: 'run', files });
        else queued = files;
      });
    },
    async close() {
      settle()?.reject(new Error('The runner was closed.'));
      await child.kill();
    },
  };
}

function killedRecord({ startedAt, file, test }: Current): RunRecord {
  return {
    files: [],
    tests: [],
    unhandled: [],
    killed: { file, test },
    output: '',
    durationMs: performance.now() - startedAt,
  };
}
