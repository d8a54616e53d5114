import { once } from 'node:events';
import type { Server } from 'node:net';

/** Starts a server on a free port, and says where: `127.0.0.1:…`. */
export async function listenOnLoopback(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The service has no port.');
  return `127.0.0.1:${address.port}`;
}
