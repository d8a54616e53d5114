import { FetchInterceptor } from '@mswjs/interceptors/fetch';
import { http } from 'msw/core/http';
import { SetupServerApi } from 'msw/node';
import { serve } from './serve.ts';
import { joinClocks } from './timers.ts';
import type { UnexpectedRequestError } from './unexpected-request-error.ts';
import { theWorld } from './world.ts';
import { makeWorldFetch } from './world-fetch.ts';

/** From here on every request of this process goes into the fake data centre. Opening it twice opens it once. */
export function openWorld(): void {
  const world = theWorld();
  if (world.undo.length > 0) return;
  // Of MSW's interceptors only the one of fetch: that of node:http replaces `Headers` by one which loses headers when a
  // request's are copied, and right clients copy them.
  world.server ??= new SetupServerApi(
    [http.all(/.*/, ({ request }) => serve(request))],
    [new FetchInterceptor()],
  );
  const { server } = world;
  const realFetch = globalThis.fetch;
  server.listen({ onUnhandledRequest: 'error' });
  world.mswFetch = globalThis.fetch;
  world.fetch ??= makeWorldFetch(realFetch);
  globalThis.fetch = world.fetch;
  const separateClocks = joinClocks();
  world.undo.push(separateClocks, () => {
    if (world.mswFetch !== undefined) globalThis.fetch = world.mswFetch;
    world.mswFetch = undefined;
    server.close();
  });
}

export function closeWorld(): void {
  for (const step of theWorld().undo.splice(0)) step();
}

/** Forgets all services, and returns the requests that reached nobody. */
export function clearWorld(): UnexpectedRequestError[] {
  const world = theWorld();
  world.remotes.length = 0;
  return world.unexpected.splice(0);
}
