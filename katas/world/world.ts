import type { SetupServerApi } from 'msw/node';
import type { RemoteState } from './remote-state.ts';
import type { UnexpectedRequestError } from './unexpected-request-error.ts';

/**
 * The one fake data centre of this process. It hangs on `globalThis`, because a worker that stays warm loads these
 * modules many times, and two servers over one `fetch` would answer each other.
 */
export type World = {
  remotes: RemoteState[];
  unexpected: UnexpectedRequestError[];
  server: Pick<SetupServerApi, 'listen' | 'close'> | undefined;
  /** What was done to open the world, and must be undone to close it. Empty while it is closed. */
  undo: (() => void)[];
  /** MSW's fetch, while the world is open. */
  mswFetch: typeof fetch | undefined;
  /** The fetch given to everybody. Always the same function, so that a client may keep it from import to import. */
  fetch: typeof fetch | undefined;
  /** How many digests, signatures and the like are being computed. */
  computing: number;
};

declare global {
  var remoteWorld: World | undefined;
}

export function theWorld(): World {
  globalThis.remoteWorld ??= {
    remotes: [],
    unexpected: [],
    server: undefined,
    undo: [],
    mswFetch: undefined,
    fetch: undefined,
    computing: 0,
  };
  return globalThis.remoteWorld;
}
