import type { RunRecord } from './record.ts';

/** What the coach and the process that hosts Vitest say to each other. */
export type ToHost = { type: 'run'; files: string[] };

export type FromHost =
  | { type: 'ready' }
  /** A test file or a test has begun: the run is alive, and this is where it is. */
  | { type: 'at'; file: string; test: string | undefined }
  | { type: 'done'; record: RunRecord }
  | { type: 'failed'; message: string };
