import type { StepEdits } from '../../coach/kata/kata.ts';

export const edits: StepEdits = {
  '01-asks-again-after-a-503.test.ts': [
    {
      file: 'retry.ts',
      find: '',
      replace: `import type { Send } from './send.ts';

export type RetryOptions = { retries: number; firstWaitMs: number; longestWaitMs: number };

/** Asks again after a 503. */
export function retrying(options: RetryOptions | undefined, send: Send): Send {
  if (options === undefined) return send;
  return async (url, init) => {
    const response = await send(url, init);
    return response.status === 503 ? send(url, init) : response;
  };
}
`,
    },
    {
      file: 'index.ts',
      find: `import { type Send`,
      replace: `import { type RetryOptions, retrying } from './retry.ts';
import { type Send`,
    },
    {
      file: 'index.ts',
      find: `  deadlineMs?: number;
};`,
      replace: `  deadlineMs?: number;
  retry?: RetryOptions;
};`,
    },
    {
      file: 'index.ts',
      find: `export function createClient({ baseUrl, headers, attemptTimeoutMs, deadlineMs }: ClientOptions = {}): Client {
  const own`,
      replace: `export function createClient(options: ClientOptions = {}): Client {
  const { baseUrl, headers, attemptTimeoutMs, deadlineMs, retry } = options;
  const own`,
    },
    {
      file: 'index.ts',
      find: `  const attempt = timed(attemptTimeoutMs, send);
`,
      replace: `  const attempt = retrying(retry, timed(attemptTimeoutMs, send));
`,
    },
  ],
  'stops-after-so-many': [
    {
      file: 'retry.ts',
      find: `/** Asks again after a 503. */`,
      replace: `/** Asks again after a 503, and hands over what came last as it came. */`,
    },
    {
      file: 'retry.ts',
      find: `  if (options === undefined) return send;
  return async (url, init) => {
    const response = await send(url, init);
    return response.status === 503 ? send(url, init) : response;
  };
`,
      replace: `  if (options === undefined) return send;
  const { retries } = options;
  return async (url, init) => {
    for (let retry = 1; ; retry += 1) {
      const response = await send(url, init);
      if (response.status !== 503 || retry > retries) return response;
      await response.body?.cancel();
    }
  };
`,
    },
  ],
  'asks-where-it-may-help': [
    {
      file: 'retry.ts',
      find: `/** Asks again after a 503, and`,
      replace: `/** The next answer may be another. Not 501: a service does not learn a method in seconds. */
const mayPass = [408, 425, 429, 500, 502, 503, 504];

/** Asks again where that may help, and`,
    },
    {
      file: 'retry.ts',
      find: `response.status !== 503 ||`,
      replace: `!mayPass.includes(response.status) ||`,
    },
  ],
  'asks-after-a-broken-connection': [
    {
      file: 'retry.ts',
      find: `502, 503, 504];
`,
      replace: `502, 503, 504];
/** Asking twice is meant to be the same as asking once. */
const repeatable = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'];
`,
    },
    {
      file: 'retry.ts',
      find: `  return async (url, init) => {
    for (let retry = 1; ; retry += 1) {
      const response = await send(url, init);
      if (!mayPass.includes(response.status) || retry > retries) return response;
      await response.body?.cancel();
    }
`,
      replace: `  return async (url, init) => {
    const isRepeatable = repeatable.includes(init.method?.toUpperCase() ?? 'GET');
    for (let retry = 1; ; retry += 1) {
      const isLast = !isRepeatable || retry > retries;
      try {
        const response = await send(url, init);
        if (!mayPass.includes(response.status) || isLast) return response;
        await response.body?.cancel();
      } catch (error) {
        if (init.signal?.aborted || isLast) throw error;
      }
    }
`,
    },
  ],
  'waits-longer-and-longer': [
    {
      file: 'pause.ts',
      find: '',
      replace: `export async function pause(ms: number): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, ms));
}
`,
    },
    {
      file: 'retry.ts',
      find: `import type { Send }`,
      replace: `import { pause } from './pause.ts';
import type { Send }`,
    },
    {
      file: 'retry.ts',
      find: `  const { retries } = options;`,
      replace: `  const { retries, firstWaitMs, longestWaitMs } = options;`,
    },
    {
      file: 'retry.ts',
      find: `      const isLast =`,
      replace: `      const waitMs = Math.random() * Math.min(longestWaitMs, firstWaitMs * 2 ** (retry - 1));
      const isLast =`,
    },
    {
      file: 'retry.ts',
      find: `        if (init.signal?.aborted || isLast) throw error;
      }
`,
      replace: `        if (init.signal?.aborted || isLast) throw error;
      }
      await pause(waitMs);
`,
    },
  ],
  'waits-as-long-as-asked': [
    {
      file: 'retry-after.ts',
      find: '',
      replace: `/** How long the service asks to be left alone: seconds, or a date. 0 where it says nothing that can be understood. */
export function retryAfterMs({ headers }: Response): number {
  const value = headers.get('retry-after') ?? '';
  if (/^\\d+$/.test(value)) return Number(value) * 1000;
  return value.endsWith('GMT') ? Math.max(0, Date.parse(value) - Date.now()) || 0 : 0;
}
`,
    },
    {
      file: 'retry.ts',
      find: `import type { Send }`,
      replace: `import { retryAfterMs } from './retry-after.ts';
import type { Send }`,
    },
    {
      file: 'retry.ts',
      find: `const waitMs = Math.random()`,
      replace: `let waitMs = Math.random()`,
    },
    {
      file: 'retry.ts',
      find: `        if (!mayPass.includes(response.status) || isLast) return response;
`,
      replace: `        waitMs = Math.max(waitMs, retryAfterMs(response));
        if (!mayPass.includes(response.status) || isLast) return response;
`,
    },
  ],
  'does-not-wait-for-days': [
    {
      file: 'index.ts',
      find: `  const attempt = retrying(retry, timed(attemptTimeoutMs, send));
`,
      replace: `  const attempt = timed(attemptTimeoutMs, send);
`,
    },
    {
      file: 'index.ts',
      find: `    const sent = {`,
      replace: `    const endsAtMs = performance.now() + (deadlineMs ?? Infinity);
    const sent = {`,
    },
    {
      file: 'index.ts',
      find: `await follow(attempt, url, asked)`,
      replace: `await follow(retrying(retry, endsAtMs, attempt), url, asked)`,
    },
    {
      file: 'retry.ts',
      find: `'PUT', 'DELETE'];
`,
      replace: `'PUT', 'DELETE'];
/** Services have asked for days. */
const longestWishMs = 60_000;
`,
    },
    {
      file: 'retry.ts',
      find: `options: RetryOptions | undefined, send: Send)`,
      replace: `options: RetryOptions | undefined, endsAtMs: number, send: Send)`,
    },
    {
      file: 'retry.ts',
      find: `const isLast = !isRepeatable || retry > retries;`,
      replace: `const isLast = () => !isRepeatable || retry > retries || performance.now() + waitMs >= endsAtMs;`,
    },
    {
      file: 'retry.ts',
      find: `        waitMs = Math.max(waitMs, retryAfterMs(response));
        if (!mayPass.includes(response.status) || isLast) return response;
`,
      replace: `        const wishMs = retryAfterMs(response);
        waitMs = Math.max(waitMs, wishMs);
        if (!mayPass.includes(response.status) || wishMs > longestWishMs || isLast()) return response;
`,
    },
    {
      file: 'retry.ts',
      find: `aborted || isLast) throw`,
      replace: `aborted || isLast()) throw`,
    },
  ],
  'ends-the-wait-with-the-caller': [
    {
      file: 'pause.ts',
      find: `export async function pause(ms: number): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, ms));
}
`,
      replace: `/** Waits, and ends at once with the signal's reason where the signal aborts. */
export async function pause(ms: number, signal: AbortSignal | null | undefined): Promise<void> {
  signal?.throwIfAborted();
  let over = () => {};
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    over = () => {
      clearTimeout(timer);
      resolve();
    };
    signal?.addEventListener('abort', over);
  });
  signal?.removeEventListener('abort', over);
  signal?.throwIfAborted();
}
`,
    },
    {
      file: 'retry.ts',
      find: `await pause(waitMs);`,
      replace: `await pause(waitMs, init.signal);`,
    },
  ],
};
