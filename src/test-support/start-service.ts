import { createServer, type ServerResponse } from 'node:http';
import { listenOnLoopback } from './listen-on-loopback.ts';
import type { Arrival } from './start-tls-service.ts';

/** A plain service on loopback, for clients that cannot be told to trust a certificate. */
export interface Service {
  /** `http://127.0.0.1:…`, without a slash at its end. */
  readonly origin: string;
  readonly arrivals: readonly Arrival[];
  stop(): void;
}

export async function startService(
  answer: (arrival: Arrival, response: ServerResponse) => void,
): Promise<Service> {
  const arrivals: Arrival[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = '', url: path = '', headers } = request;
    const arrival = { method, path, headers, body };
    arrivals.push(arrival);
    answer(arrival, response);
  });
  const host = await listenOnLoopback(server);
  return {
    origin: `http://${host}`,
    arrivals,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
