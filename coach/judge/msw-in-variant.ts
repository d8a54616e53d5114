// What a test file of a variant gets for `msw/node`.
import { setupServer as setupRealServer } from 'msw/node';
import { afterAll, beforeAll } from 'vitest';

export * from 'msw/node';

/**
 * A server that lives only in its variant. All variants of a file are loaded before the first test runs, so a server
 * that listens from the top of a file would answer for all of them at once: here it begins with its variant, and ends
 * with it even where the file forgets to close it.
 */
export function setupServer(
  ...handlers: Parameters<typeof setupRealServer>
): ReturnType<typeof setupRealServer> {
  const server = setupRealServer(...handlers);
  const listen = server.listen.bind(server);
  let loading = true;
  try {
    beforeAll(() => {
      loading = false;
    });
    afterAll(() => server.close());
  } catch {
    // Made inside a test or a hook: nothing is being loaded, and no hook can be added any more.
    loading = false;
  }
  server.listen = (options) => {
    if (loading) beforeAll(() => listen(options));
    else listen(options);
  };
  return server;
}
