import type { RunRecord } from './record.ts';

/** What a process that hosts Vitest tells the coach. What it is asked is one object for each run. */
export type FromHost =
  | { type: 'ready' }
  /** A test file or a test has begun: the run is alive, and this is where it is. */
  | { type: 'at'; file: string; test: string | undefined }
  | { type: 'done'; record: RunRecord }
  | { type: 'failed'; message: string };
