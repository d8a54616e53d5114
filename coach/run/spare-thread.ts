import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { PoolOptions, PoolRunnerInitializer, PoolWorker } from 'vitest/node';

const preload = fileURLToPath(new URL('preload.mjs', import.meta.url));

/**
 * Vitest's pool of threads, with a spare. Every run gets a thread in which nothing ran before, as Vitest's own pool
 * gives it; but that thread was started when the last run ended, and has loaded what takes long by the time it is needed.
 */
export function spareThreads(): PoolRunnerInitializer {
  let spare: Worker | undefined;

  function thread({ distPath, env, execArgv }: PoolOptions): Worker {
    const worker = new Worker(join(distPath, 'workers', 'threads.js'), {
      env: { ...env },
      execArgv: [...execArgv, '--import', preload],
      stdout: true,
      stderr: true,
    });
    // Nobody reads what tests of other people's clients print; unread, it would pile up.
    worker.stdout.resume();
    worker.stderr.resume();
    // A spare that could not be kept is none; whatever ends a thread in use is Vitest's to report.
    worker.on('error', () => {});
    worker.on('exit', () => {
      if (spare === worker) spare = undefined;
    });
    return worker;
  }

  return {
    name: 'spare-threads',
    createPoolWorker(options): PoolWorker {
      let worker: Worker | undefined;
      return {
        name: 'spare-threads',
        async start() {
          worker ??= spare ?? thread(options);
          spare = undefined;
        },
        async stop() {
          await worker?.terminate();
          worker = undefined;
          spare ??= thread(options);
        },
        on: (event, callback) => void worker?.on(event, callback),
        off: (event, callback) => void worker?.off(event, callback),
        send: (message) => worker?.postMessage(message),
        deserialize: (data) => data,
      };
    },
  };
}
