import { getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { BodyContent, BodyFactory } from '../body/call-body.ts';
import { createClient, type Fetch, isHoldfastError } from '../index.ts';
import { fetchAgent } from '../test-support/fetch-agent.ts';
import { type Fault, startFaultService } from '../test-support/start-fault-service.ts';
import { startTlsService } from '../test-support/start-tls-service.ts';
import { createUndiciFetch } from '../undici/index.ts';

const ATTEMPT_MS = 5_000;
const DEADLINE_MS = 30_000;
const RETRIES = 2;

/** What one fault comes to, whatever body the request has. */
interface Row {
  readonly fault: Fault;
  /** A status, with the text of the answer or the code of the error that reading it ends with; or the code of the error. */
  readonly comes: string;
  /**
   * How often the service is asked: once, again for each retry, or along a chain of redirects. A stream, which can be
   * sent only once, is always sent once.
   */
  readonly asked: 'once' | 'again' | 'along';
  /** What comes of a stream, where that is something else. */
  readonly ofStream?: string;
  /** How long the client waits once the service is silent. */
  readonly waitMs?: number;
}

const ok = (more: string) => `HTTP/1.1 200 OK\r\n${more}`;
const saying =
  (text: string): Fault['play'] =>
  (socket) => {
    socket.write(text);
  };
const reset = (socket: Socket) => {
  socket.resetAndDestroy();
};
const hangUp = (socket: Socket) => {
  socket.end();
};
const fallSilent: Fault['play'] = (_socket, silence) => silence();
/** A byte at a time, each as a packet of its own, and then nothing more. */
const dripping =
  (text: string): Fault['play'] =>
  async (socket, silence) => {
    socket.setNoDelay(true);
    for (const byte of text) {
      socket.write(byte);
      await new Promise(setImmediate);
    }
    silence();
  };

const ENDLESS_503 = 'HTTP/1.1 503 Busy\r\ncontent-length: 100\r\n\r\nbusy';

const ROWS: Readonly<Record<string, Row>> = {
  // Nothing comes.
  'accepts, and reads nothing': {
    fault: { at: 'connection', play: fallSilent },
    comes: 'timeout',
    asked: 'again',
    waitMs: ATTEMPT_MS,
  },
  'reads the request, and does not answer': {
    fault: { at: 'request', play: fallSilent },
    comes: 'timeout',
    asked: 'again',
    waitMs: ATTEMPT_MS,
  },
  'sends headers a byte at a time, without end': {
    fault: { at: 'request', play: dripping(ok('x-slow: aaaaaaaa')) },
    comes: 'timeout',
    asked: 'again',
    waitMs: ATTEMPT_MS,
  },
  'sends a body a byte at a time, without end': {
    fault: { at: 'request', play: saying(ok('content-length: 100\r\n\r\n')), goOn: dripping('aaaaaaaa') },
    comes: '200 deadline',
    asked: 'once',
    waitMs: DEADLINE_MS,
  },
  'is overloaded, and its answer does not end': {
    fault: { at: 'request', play: saying(ENDLESS_503), goOn: fallSilent },
    comes: '503 deadline',
    asked: 'again',
    waitMs: DEADLINE_MS,
  },
  'is overloaded twice, and those answers do not end': {
    fault: {
      at: 'request',
      play: (socket, _silence, time) => {
        socket.write(time > RETRIES ? ok('content-length: 5\r\n\r\nhello') : ENDLESS_503);
      },
      goOn: (_socket, silence, time) => {
        if (time <= RETRIES) silence();
      },
    },
    comes: '200 hello',
    asked: 'again',
    ofStream: '503 deadline',
    waitMs: DEADLINE_MS,
  },

  // The connection ends.
  'resets the connection as soon as it is there': {
    fault: { at: 'connection', play: reset },
    comes: 'network',
    asked: 'again',
  },
  'resets after the headers of the request': {
    fault: { at: 'headers', play: reset },
    comes: 'network',
    asked: 'again',
  },
  'resets in the middle of the body of the request': {
    fault: { at: 'body', play: reset },
    comes: 'network',
    asked: 'again',
  },
  'resets after the request': {
    fault: { at: 'request', play: reset },
    comes: 'network',
    asked: 'again',
  },
  'resets after the headers of its answer': {
    fault: { at: 'request', play: saying(ok('content-length: 5\r\n\r\n')), goOn: reset },
    comes: '200 network',
    asked: 'once',
  },
  'resets in the middle of its answer': {
    fault: { at: 'request', play: saying(ok('content-length: 5\r\n\r\nhe')), goOn: reset },
    comes: '200 network',
    asked: 'once',
  },
  'closes its side without an answer': {
    fault: { at: 'request', play: hangUp },
    comes: 'network',
    asked: 'again',
  },
  'closes its side in the middle of its headers': {
    fault: { at: 'request', play: (socket) => void socket.end(ok('content-le')) },
    comes: 'network',
    asked: 'again',
  },
  'closes its side before all of the content-length': {
    fault: { at: 'request', play: saying(ok('content-length: 5\r\n\r\nhe')), goOn: hangUp },
    comes: '200 network',
    asked: 'once',
  },
  'closes its side before the last chunk': {
    fault: { at: 'request', play: saying(ok('transfer-encoding: chunked\r\n\r\n2\r\nhe\r\n')), goOn: hangUp },
    comes: '200 network',
    asked: 'once',
  },
  'closes its side where that is the end of the answer': {
    fault: { at: 'request', play: (socket) => void socket.end(ok('connection: close\r\n\r\nhello')) },
    comes: '200 hello',
    asked: 'once',
  },

  // Something else comes than HTTP promises.
  'speaks something else': {
    fault: { at: 'request', play: saying('SSH-2.0-OpenSSH_9.9\r\n') },
    comes: 'network',
    asked: 'again',
  },
  'gives two lengths': {
    fault: { at: 'request', play: saying(ok('content-length: 5\r\ncontent-length: 6\r\n\r\nhello!')) },
    comes: 'network',
    asked: 'again',
  },
  'gives a length below nothing': {
    fault: { at: 'request', play: saying(ok('content-length: -5\r\n\r\nhello')) },
    comes: 'network',
    asked: 'again',
  },
  'sends more than its content-length': {
    fault: { at: 'request', play: saying(ok('content-length: 5\r\n\r\nhello and more')) },
    comes: '200 hello',
    asked: 'once',
  },
  'sends a chunk of no size': {
    fault: {
      at: 'request',
      play: saying(ok('transfer-encoding: chunked\r\n\r\n')),
      goOn: saying('size\r\nhello\r\n'),
    },
    comes: '200 network',
    asked: 'once',
  },
  'sends gzip that is none': {
    fault: { at: 'request', play: saying(ok('content-encoding: gzip\r\ncontent-length: 5\r\n\r\nhello')) },
    comes: '200 network',
    asked: 'once',
  },
  'sends headers that are too large': {
    fault: { at: 'request', play: saying(ok(`x-large: ${'a'.repeat(100_000)}\r\n\r\n`)) },
    comes: 'network',
    asked: 'again',
  },
  'says 100 to nobody who asked': {
    fault: { at: 'request', play: saying('HTTP/1.1 100 Continue\r\n\r\n') },
    comes: 'network',
    asked: 'again',
  },
  'says 101 to nobody who asked': {
    fault: {
      at: 'request',
      play: saying('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: tea\r\n\r\n'),
    },
    comes: 'network',
    asked: 'again',
  },
  'says 103 first': {
    fault: {
      at: 'request',
      play: saying(
        `HTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n\r\n${ok('content-length: 5\r\n\r\nhello')}`,
      ),
    },
    comes: '200 hello',
    asked: 'once',
  },
  'answers before it has read the body': {
    fault: {
      at: 'headers',
      play: saying('HTTP/1.1 413 Content Too Large\r\ncontent-length: 5\r\n\r\nlarge'),
    },
    comes: '413 large',
    asked: 'once',
  },
  'is overloaded before it has read the body': {
    fault: { at: 'headers', play: saying('HTTP/1.1 503 Busy\r\ncontent-length: 4\r\n\r\nbusy') },
    comes: '503 busy',
    asked: 'again',
  },

  // It sends the client elsewhere.
  'redirects to itself without end': {
    fault: {
      at: 'request',
      play: saying('HTTP/1.1 307 Again\r\nlocation: /again\r\ncontent-length: 0\r\n\r\n'),
    },
    comes: 'redirect',
    asked: 'along',
  },
};

/** Longer than a packet. */
const PAYLOAD = 'what it is about, '.repeat(5_000);

const bytes = () => new TextEncoder().encode(PAYLOAD);

function form(): FormData {
  const data = new FormData();
  data.set('about', PAYLOAD);
  return data;
}

function stream(): ReadableStream<Uint8Array> {
  return new Blob([PAYLOAD]).stream();
}

type Init = Parameters<ReturnType<typeof createClient>>[1];

/** What is called, for each type of body. */
const BODIES: Readonly<Record<string, (url: string) => readonly [string | Request, Init?]>> = {
  'no body': (url) => [url],
  'a string': (url) => put(url, PAYLOAD),
  bytes: (url) => put(url, bytes()),
  URLSearchParams: (url) => put(url, new URLSearchParams({ about: PAYLOAD })),
  FormData: (url) => put(url, form()),
  'a Blob': (url) => put(url, new Blob([PAYLOAD])),
  'a stream': (url) => put(url, stream()),
  'a function': (url) => put(url, stream),
  'a Request': (url) => [new Request(url, { method: 'PUT', body: PAYLOAD })],
};

function put(url: string, body: BodyContent | BodyFactory): readonly [string, Init] {
  return [url, { method: 'PUT', body }];
}

function expectedBody(kind: string): (body: string) => boolean {
  if (kind === 'no body') return (body) => body === '';
  if (kind === 'URLSearchParams') return (body) => new URLSearchParams(body).get('about') === PAYLOAD;
  if (kind === 'FormData') return (body) => body.includes(`\r\n\r\n${PAYLOAD}\r\n--`);
  return (body) => body === PAYLOAD;
}

/** What came of a call, as {@link Row.comes} puts it. */
async function outcomeOf(calling: Promise<Response>, answered: () => void): Promise<string> {
  try {
    const response = await calling;
    answered();
    return `${response.status} ${await response.text().catch(codeOf)}`;
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  if (isHoldfastError(error)) return error.code;
  throw error;
}

interface Transport {
  readonly send: Fetch;
  /** Ends when no request is under way and no connection is open. */
  close(): Promise<unknown>;
}

const TRANSPORTS: Readonly<Record<string, (ca?: string) => Promise<Transport>>> = {
  "Node's fetch": async (ca) => {
    const dispatcher = await fetchAgent({ connect: { ca } });
    return { send: (input, init) => fetch(input, { ...init, dispatcher }), close: () => dispatcher.close() };
  },
  undici: async (ca) => {
    const send = createUndiciFetch(ca === undefined ? {} : { ca });
    return { send, close: () => send.close() };
  },
};

// Time goes on by itself, so that waits between attempts end, and leaps where a service has fallen silent.
beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'performance'],
    shouldAdvanceTime: true,
    advanceTimeDelta: 1,
  });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A client as it comes, but for shorter waits. */
function clientOf({ send }: Transport) {
  return createClient({
    fetch: send,
    allowHttp: 'loopback',
    attemptTimeoutMs: ATTEMPT_MS,
    deadlineMs: DEADLINE_MS,
    retry: { retries: RETRIES, firstWaitMs: 1 },
  });
}

async function expectNothingLeft(transport: Transport, signal: AbortSignal) {
  await transport.close();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  // undici looks after its own timeouts twice a second, and once more when there are none.
  vi.advanceTimersByTime(2_000);
  expect(vi.getTimerCount()).toBe(0);
}

describe.each(Object.entries(TRANSPORTS))('%s', (_name, transportOf) => {
  describe.each(Object.entries(ROWS))('a service that %s', (_what, row) => {
    const { fault, comes, asked, ofStream, waitMs } = row;

    it.each(Object.entries(BODIES))(`comes to ${comes} for %s`, async (kind, callOf) => {
      const service = await startFaultService(fault, () => vi.advanceTimersByTime(waitMs ?? 0));
      onTestFinished(service.stop);
      const transport = await transportOf();
      const { signal } = new AbortController();
      const [input, init] = callOf(`${service.origin}/`);

      const came = await outcomeOf(clientOf(transport)(input, { ...init, signal }), service.goOn);

      const isOneShot = kind === 'a stream';
      const times = { once: 1, again: 1 + RETRIES, along: 6 }[asked];
      expect(came).toBe((isOneShot ? ofStream : undefined) ?? comes);
      expect(service.plays).toBe(isOneShot ? 1 : times);
      if (fault.at === 'request') {
        expect(service.bodies).toHaveLength(service.plays);
        expect(service.bodies.every(expectedBody(kind))).toBe(true);
        expect(new Set(service.bodies).size).toBe(1);
      }
      await expectNothingLeft(transport, signal);
      await service.allClosed();
    });
  });

  it.each(Object.entries(BODIES))('never takes %s from https to http', async (_kind, callOf) => {
    const plain = await startFaultService({ at: 'connection', play: reset }, () => {});
    onTestFinished(plain.stop);
    const service = await startTlsService((_arrival, response) => {
      response.writeHead(307, { location: `${plain.origin}/` }).end();
    });
    onTestFinished(service.stop);
    const transport = await transportOf(service.ca);
    const { signal } = new AbortController();
    const [input, init] = callOf(`${service.origin}/`);

    const came = await outcomeOf(clientOf(transport)(input, { ...init, signal }), () => {});

    expect(came).toBe('https-required');
    expect(service.arrivals).toHaveLength(1);
    expect(plain.plays).toBe(0);
    await expectNothingLeft(transport, signal);
  });
});
