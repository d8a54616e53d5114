import type { RunRecord } from '../run/record.ts';
import { startWarmHost } from '../run/warm-host.ts';
import { type Sheet, timeoutFor } from './sheet.ts';

/** Where clients are held against tests. */
export type Bench = {
  /** Waits until earlier runs have ended. Where the run had to be killed, the record says at which file and test. */
  run(sheet: Sheet): Promise<RunRecord>;
  /** Resolves when something is heard of a run. */
  heardOf(): Promise<void>;
  close(): Promise<void>;
};

/** A test and its hooks may each take their time-out before a silence means that something spins. */
const silentTimeouts = 3;

/** Starts the process and returns at once; the first run waits until it is ready. */
export function startBench(clientFolder: string): Bench {
  const host = startWarmHost<Sheet>(new URL('host.ts', import.meta.url), [clientFolder]);
  return {
    run: (sheet) => host.run(sheet, silentTimeouts * timeoutFor(sheet)),
    heardOf: () => host.heardOf(),
    close: () => host.close(),
  };
}
