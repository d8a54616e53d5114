import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { listenOnLoopback } from './listen-on-loopback.ts';

/** What a service does wrong, with nothing between it and the wire. */
export interface Fault {
  /** How far a request has come when the fault begins: connected, its headers read, its body begun, or all of it. */
  readonly at: 'connection' | 'headers' | 'body' | 'request';
  /** `silence` says that nothing more will come. `time`: 1 for the first request. */
  play(socket: Socket, silence: () => void, time: number): void | Promise<void>;
  /** What follows once the client has the headers of the answer. */
  goOn?(socket: Socket, silence: () => void, time: number): void;
}

/** A service on loopback that does everything wrong in one way. */
export interface FaultService {
  /** `http://127.0.0.1:…`, without a slash at its end. */
  readonly origin: string;
  /** How often the fault was met. */
  readonly plays: number;
  /** The request bodies that arrived whole. */
  readonly bodies: readonly string[];
  /** Let the fault go on: the headers of an answer have come. */
  goOn(): void;
  /** Ends when the client has closed all its connections. */
  allClosed(): Promise<void>;
  stop(): void;
}

/** @param silence - Called when the service has said all it is going to say. */
export async function startFaultService(fault: Fault, silence: () => void): Promise<FaultService> {
  const bodies: string[] = [];
  const sockets = new Set<Socket>();
  let plays = 0;
  let last: Socket | undefined;
  const play = (socket: Socket) => {
    plays += 1;
    last = socket;
    return fault.play(socket, silence, plays);
  };

  const http = createHttpServer(async (request) => {
    const { socket } = request;
    try {
      if (fault.at === 'headers') await play(socket);
      const isBodiless = request.method === 'GET';
      if (fault.at === 'body' && isBodiless) return await play(socket);
      let body = '';
      for await (const chunk of request) {
        if (fault.at === 'body') return await play(socket);
        body += chunk;
      }
      bodies.push(body);
      if (fault.at === 'request') await play(socket);
    } catch {
      // The client left in mid-request.
    }
  });
  http.on('clientError', () => {});
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    // A client that has closed its side is gone.
    socket.once('end', () => socket.end());
    socket.once('close', () => sockets.delete(socket));
    if (fault.at === 'connection') play(socket);
    else http.emit('connection', socket);
  });
  const host = await listenOnLoopback(server);

  return {
    origin: `http://${host}`,
    bodies,
    get plays() {
      return plays;
    },
    goOn: () => {
      if (last !== undefined) fault.goOn?.(last, silence, plays);
    },
    allClosed: async () => {
      await Promise.all(
        [...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))),
      );
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
