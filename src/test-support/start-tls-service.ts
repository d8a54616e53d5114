import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TlsOptions } from 'node:tls';
import { generate } from 'selfsigned';
import type { Fetch } from '../core/fetch.ts';
import { type Dispatcher, fetchAgent } from './fetch-agent.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';

/** A request as it arrived. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An https service on loopback. */
export interface TlsService {
  /** `https://127.0.0.1:…`, without a slash at its end. */
  readonly origin: string;
  readonly port: number;
  /** The certificate to trust. */
  readonly ca: string;
  /** All requests that arrived, with their bodies read. */
  readonly arrivals: readonly Arrival[];
  /** A `fetch` that trusts the certificates made here. */
  readonly fetch: Fetch;
  /** What makes it trust them. */
  readonly dispatcher: Dispatcher;
  stop(): Promise<void>;
}

type Answer = (arrival: Arrival, response: ServerResponse, request: IncomingMessage) => void;

/** Made anew for each process, and good for this machine alone. */
export const certificate = generate([{ name: 'commonName', value: 'localhost' }], {
  keyType: 'ec',
  algorithm: 'sha256',
  notBeforeDate: new Date(Date.now() - 3_600_000),
  extensions: [
    { name: 'basicConstraints', cA: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 2, value: 'localhost' },
        { type: 7, ip: '127.0.0.1' },
      ],
    },
  ],
});

/** Starts an https service on a free port, with a certificate made for it. `tls`: what else its sockets are to do. */
export async function startTlsService(answer: Answer, tls: TlsOptions = {}): Promise<TlsService> {
  const arrivals: Arrival[] = [];
  const listener: RequestListener = async (request, response) => {
    let body = '';
    try {
      for await (const chunk of request) body += chunk;
    } catch {
      return; // the client left in mid-request
    }
    const { method = '', url: path = '', headers } = request;
    const arrival = { method, path, headers, body };
    arrivals.push(arrival);
    answer(arrival, response, request);
  };
  const { private: key, cert } = await certificate;
  const server = createServer({ key, cert, ...tls }, listener);
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const host = await listenOnLoopback(server);
  const dispatcher = await fetchAgent({ connect: { ca: cert } });

  return {
    origin: `https://${host}`,
    port: Number(host.split(':')[1]),
    ca: cert,
    arrivals,
    dispatcher,
    fetch: (input, init) => fetch(input, { ...init, dispatcher }),
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      // Not closeAllConnections(), which leaves out a connection in the middle of its handshake.
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
