/** What a worker tells its host beside Vitest's own reports. */
export type WorkerReport =
  | { type: 'test'; file: string; test: string }
  | { type: 'rejected'; id: number; file: string; error: { name: string; message: string; stack: string } }
  /** The rejection of this id was handled after all. */
  | { type: 'handled'; id: number }
  /** A file is done; whatever its tests left behind has been told. */
  | { type: 'done' };

export const channelName = 'holdfast-worker';
