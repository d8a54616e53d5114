import { Child } from '../run/child.ts';
import type { RunRecord } from '../run/record.ts';
import { type FromBench, type Sheet, timeoutFor } from './sheet.ts';

/** Where clients are held against tests: a process that stays warm, and is replaced when something never ends. */
export type Bench = {
  /** Waits until earlier runs have ended. Where the run had to be killed, the record says at which file and test. */
  run(sheet: Sheet): Promise<RunRecord>;
  close(): Promise<void>;
};

type Current = {
  sheet: Sheet;
  startedAt: number;
  at: { file: string | undefined; test: string | undefined };
  watchdog: NodeJS.Timeout | undefined;
  resolve(record: RunRecord): void;
  reject(error: Error): void;
};

/** A test and its hooks may each take their time-out before a silence means that something spins. */
const silences = 3;

/** Loading Vitest and MSW on a slow disk. */
const coldMs = 20_000;

/** Starts the process and resolves at once; the first run waits until it is ready. */
export function startBench(clientFolder: string): Bench {
  let ready = false;
  let failed = false;
  let current: Current | undefined;
  let child = start();

  function start(): Child<Sheet, FromBench> {
    ready = false;
    failed = false;
    const started = new Child<Sheet, FromBench>(new URL('host.ts', import.meta.url), [clientFolder]);
    started.onReply = heard;
    started.onEnd = ({ code, signal, stderr }) => {
      const wasReady = ready;
      const run = settle();
      if (!wasReady) {
        // Not started again by itself: what stops it now would stop it for ever.
        failed = true;
        run?.reject(
          new Error(`The process that judges did not start (${signal ?? code}).\n${stderr.trim()}`),
        );
        return;
      }
      child = start();
      run?.resolve(killedRecord(run));
    };
    return started;
  }

  function heard(message: FromBench): void {
    if (message.type === 'ready') {
      ready = true;
      if (current !== undefined) child.send(current.sheet);
    }
    if (current === undefined) return;
    if (message.type === 'done') settle()?.resolve(message.record);
    else if (message.type === 'failed') settle()?.reject(new Error(message.message));
    else {
      if (message.type === 'at') current.at = { file: message.file, test: message.test };
      // Until its first test is heard of, a file may still be loading what takes long.
      watch(
        current,
        message.type === 'at' && message.test !== undefined ? silences * timeoutFor(current.sheet) : coldMs,
      );
    }
  }

  function watch(run: Current, forMs: number): void {
    clearTimeout(run.watchdog);
    run.watchdog = setTimeout(async () => {
      settle();
      await child.kill();
      child = start();
      run.resolve(killedRecord(run));
    }, forMs);
  }

  function settle(): Current | undefined {
    const settled = current;
    clearTimeout(settled?.watchdog);
    current = undefined;
    return settled;
  }

  function begin(sheet: Sheet): Promise<RunRecord> {
    return new Promise((resolve, reject) => {
      current = {
        sheet,
        startedAt: performance.now(),
        at: { file: undefined, test: undefined },
        watchdog: undefined,
        resolve,
        reject,
      };
      watch(current, coldMs);
      if (failed) child = start();
      if (ready) child.send(sheet);
    });
  }

  let last: Promise<unknown> = Promise.resolve();

  return {
    run(sheet) {
      const run = last.then(() => begin(sheet));
      last = run.catch(() => {});
      return run;
    },
    async close() {
      settle()?.reject(new Error('The judge was closed.'));
      await child.kill();
    },
  };
}

function killedRecord({ at, startedAt }: Current): RunRecord {
  return {
    files: [],
    tests: [],
    unhandled: [],
    killed: at,
    output: '',
    durationMs: performance.now() - startedAt,
  };
}
