/** Ways in which there is no answer. */
export type Outage = 'refused' | 'reset' | 'timeout';

const causes: Record<Outage, { name: string; code: string; message: (host: string) => string }> = {
  refused: { name: 'Error', code: 'ECONNREFUSED', message: (host) => `connect ECONNREFUSED ${host}` },
  reset: { name: 'Error', code: 'ECONNRESET', message: () => 'read ECONNRESET' },
  timeout: {
    name: 'ConnectTimeoutError',
    code: 'UND_ERR_CONNECT_TIMEOUT',
    message: (host) => `Connect Timeout Error (attempted address: ${host}, timeout: 10000ms)`,
  },
};

/** What Node's fetch rejects with: a TypeError that says nothing, whose cause says everything. */
export function fetchFailed(cause: unknown): TypeError {
  return new TypeError('fetch failed', { cause });
}

export function outageError(outage: Outage, url: URL): Error {
  const { name, code, message } = causes[outage];
  const port = url.port === '' ? (url.protocol === 'http:' ? '80' : '443') : url.port;
  return Object.assign(new Error(message(`${url.hostname}:${port}`)), { name, code });
}

/** What reading a body rejects with when the other side hangs up in the middle of it. */
export function bodyTerminated(): TypeError {
  const cause = Object.assign(new Error('other side closed'), {
    name: 'SocketError',
    code: 'UND_ERR_SOCKET',
  });
  return new TypeError('terminated', { cause });
}
