import type { StepEdits } from '../../coach/kata/kata.ts';

export const edits: StepEdits = {
  '01-gives-up-an-attempt.test.ts': [
    {
      file: 'limit.ts',
      find: '',
      replace: `/** A signal that aborts with an error of ours when the time is over. */
export function limit(ms: number | undefined, error: () => Error) {
  const own = new AbortController();
  if (ms !== undefined) setTimeout(() => own.abort(error()), ms);
  return { signal: own.signal };
}
`,
    },
    {
      file: 'send.ts',
      find: `import { ClientError, codeOf } from './client-error.ts';
`,
      replace: `import { ClientError, codeOf } from './client-error.ts';
import { limit } from './limit.ts';

export type Send = (url: URL, init: RequestInit) => Promise<Response>;
`,
    },
    {
      file: 'send.ts',
      find: `    throw new ClientError(codeOf(cause), url, cause);
  }
}
`,
      replace: `    throw new ClientError(codeOf(cause), url, cause);
  }
}

/** Gives up where no headers have come in this time. */
export function timed(ms: number | undefined, send: Send): Send {
  if (ms === undefined) return send;
  return async (url, init) => {
    const attempt = limit(ms, () => new ClientError('timeout', url));
    return send(url, { ...init, signal: attempt.signal });
  };
}
`,
    },
    {
      file: 'index.ts',
      find: `import { send } from`,
      replace: `import { send, timed } from`,
    },
    {
      file: 'index.ts',
      find: `export type ClientOptions = { baseUrl?: string; headers?: Record<string, string> };

export function createClient({ baseUrl, headers }: ClientOptions = {}): Client {
  const own = plain(headers);
`,
      replace: `export type ClientOptions = {
  baseUrl?: string;
  headers?: Record<string, string>;
  attemptTimeoutMs?: number;
};

export function createClient({ baseUrl, headers, attemptTimeoutMs }: ClientOptions = {}): Client {
  const own = plain(headers);
  const attempt = timed(attemptTimeoutMs, send);
`,
    },
    {
      file: 'index.ts',
      find: `await send(url, {`,
      replace: `await attempt(url, {`,
    },
  ],
  'hears-the-caller': [
    {
      file: 'limit.ts',
      find: `/** A signal that aborts with an error of ours when the time is over. */
export function limit(ms: number | undefined, error: () => Error) {
  const own = new AbortController();
`,
      replace: `/** A signal that aborts when the caller's does, and with an error of ours when the time is over. */
export function limit(ms: number | undefined, caller: AbortSignal | null | undefined, error: () => Error) {
  const own = new AbortController();
  const follow = () => own.abort(caller?.reason);
  if (caller?.aborted) follow();
  caller?.addEventListener('abort', follow);
`,
    },
    {
      file: 'send.ts',
      find: `limit(ms, () =>`,
      replace: `limit(ms, init.signal, () =>`,
    },
  ],
  'lets-a-body-take-its-time': [
    {
      file: 'limit.ts',
      find: `/** A signal that aborts when the caller's does, and with an error of ours when the time is over. */`,
      replace: `/** A signal that aborts when the caller's does, and with an error of ours when the time is over. \`stop\` stops the time. */`,
    },
    {
      file: 'limit.ts',
      find: `  if (ms !== undefined) setTimeout(() => own.abort(error()), ms);
  return { signal: own.signal };
`,
      replace: `  const timer = ms === undefined ? undefined : setTimeout(() => own.abort(error()), ms);
  const stop = () => clearTimeout(timer);
  return { signal: own.signal, stop };
`,
    },
    {
      file: 'send.ts',
      find: `/** Gives up where no headers have come in this time. */`,
      replace: `/** Gives up where no headers have come in this time. The body may take longer. */`,
    },
    {
      file: 'send.ts',
      find: `    return send(url, { ...init, signal: attempt.signal });
`,
      replace: `    try {
      return await send(url, { ...init, signal: attempt.signal });
    } finally {
      attempt.stop();
    }
`,
    },
  ],
  'ends-at-the-deadline': [
    {
      file: 'client-error.ts',
      find: ` | 'https-required';`,
      replace: ` | 'https-required' | 'deadline';`,
    },
    {
      file: 'index.ts',
      find: `import { ClientError } from './client-error.ts';
`,
      replace: `import { ClientError } from './client-error.ts';
import { limit } from './limit.ts';
`,
    },
    {
      file: 'index.ts',
      find: `import { send, timed } from`,
      replace: `import { type Send, send, timed } from`,
    },
    {
      file: 'index.ts',
      find: `  attemptTimeoutMs?: number;
};`,
      replace: `  attemptTimeoutMs?: number;
  deadlineMs?: number;
};`,
    },
    {
      file: 'index.ts',
      find: `headers, attemptTimeoutMs }: ClientOptions`,
      replace: `headers, attemptTimeoutMs, deadlineMs }: ClientOptions`,
    },
    {
      file: 'index.ts',
      find: `    let url = resolve(input, baseUrl);
    const isHome = baseUrl === undefined || url.origin === new URL(baseUrl).origin;
    let asked: RequestInit = { ...init, headers: { ...(isHome ? own : {}), ...plain(init.headers) } };
    for (let hops = 0; ; hops += 1) {
      if (url.protocol !== 'https:') throw new ClientError('https-required', url);
      const response = await attempt(url, { ...asked, redirect: 'manual' });
      const next = nextHop(response, url, asked);
      if (next === undefined || init.redirect === 'manual') return response;
      await response.body?.cancel();
      if (init.redirect === 'error' || hops === 20) throw new ClientError('network', url);
      [url, asked] = next;
    }
  };
}
`,
      replace: `    const url = resolve(input, baseUrl);
    const isHome = baseUrl === undefined || url.origin === new URL(baseUrl).origin;
    const call = limit(deadlineMs, init.signal, () => new ClientError('deadline', url));
    const sent = { ...(isHome ? own : {}), ...plain(init.headers) };
    const asked: RequestInit = { ...init, headers: sent, signal: call.signal };
    try {
      return await follow(attempt, url, asked);
    } finally {
      call.stop();
    }
  };
}

/** Goes where redirects lead, and looks at every address first. */
async function follow(send: Send, first: URL, init: RequestInit): Promise<Response> {
  let [url, asked] = [first, init];
  for (let hops = 0; ; hops += 1) {
    if (url.protocol !== 'https:') throw new ClientError('https-required', url);
    const response = await send(url, { ...asked, redirect: 'manual' });
    const next = nextHop(response, url, asked);
    if (next === undefined || init.redirect === 'manual') return response;
    await response.body?.cancel();
    if (init.redirect === 'error' || hops === 20) throw new ClientError('network', url);
    [url, asked] = next;
  }
}
`,
    },
  ],
  'counts-the-body': [
    {
      file: 'when-read.ts',
      find: '',
      replace: `/** The same answer. When its body has been read, was cancelled or broke, \`end\` is called. */
export function whenRead(response: Response, end: () => void): Response {
  if (response.body === null) {
    end();
    return response;
  }
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  response.body.pipeTo(writable).then(end, end);
  return Object.defineProperty(new Response(readable, response), 'url', { value: response.url });
}
`,
    },
    {
      file: 'index.ts',
      find: `import { type Send, send, timed } from './send.ts';
`,
      replace: `import { type Send, send, timed } from './send.ts';
import { whenRead } from './when-read.ts';
`,
    },
    {
      file: 'index.ts',
      find: `      return await follow(attempt, url, asked);
    } finally {
      call.stop();
    }
`,
      replace: `      return whenRead(await follow(attempt, url, asked), call.stop);
    } catch (error) {
      call.stop();
      throw error;
    }
`,
    },
  ],
  'leaves-nothing-behind': [
    {
      file: 'limit.ts',
      find: `/** A signal that aborts when the caller's does, and with an error of ours when the time is over. \`stop\` stops the time. */`,
      replace: `/**
 * A signal that aborts when the caller's does, and with an error of ours when the time is over. \`stop\` stops the time;
 * \`end\` does too, and listens to the caller no longer.
 */`,
    },
    {
      file: 'limit.ts',
      find: `  return { signal: own.signal, stop };
`,
      replace: `  const end = () => {
    stop();
    caller?.removeEventListener('abort', follow);
  };
  return { signal: own.signal, stop, end };
`,
    },
    {
      file: 'index.ts',
      find: `asked), call.stop);
    } catch (error) {
      call.stop();
`,
      replace: `asked), call.end);
    } catch (error) {
      call.end();
`,
    },
  ],
};
