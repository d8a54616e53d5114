import type { RunRecord } from './record.ts';
import { startWarmHost } from './warm-host.ts';

/** Runs tests of one client, again and again, in a process that stays warm. */
export type Runner = {
  /** Runs these files, by path from the client's folder. */
  run(files: string[]): Promise<RunRecord>;
  close(): Promise<void>;
};

/** What the process is asked for. */
export type FilesToRun = { files: string[] };

export type RunnerOptions = {
  clientFolder: string;
  /** A test that takes longer has failed. Time is faked in tests, so that 2000, the default, is long. */
  testTimeoutMs?: number;
};

/** A test and its hooks may each take their time-out before a silence means that something spins. */
const silentTimeouts = 2;

/** Starts the process and returns at once; the first run waits until it is ready. */
export function startRunner({ clientFolder, testTimeoutMs = 2000 }: RunnerOptions): Runner {
  const script = new URL('host.ts', import.meta.url);
  const host = startWarmHost<FilesToRun>(script, [clientFolder, String(testTimeoutMs)]);
  return {
    run: (files) => host.run({ files }, testTimeoutMs * silentTimeouts),
    close: () => host.close(),
  };
}
