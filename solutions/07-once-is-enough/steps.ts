import type { StepEdits } from '../../coach/kata/kata.ts';

export const edits: StepEdits = {
  '01-asks-again-for-an-order-with-a-key.test.ts': [
    {
      file: 'retry.ts',
      find: `    const isRepeatable = repeatable`,
      replace: `    const hasKey = new Headers(init.headers).has('idempotency-key');
    const isRepeatable = hasKey || repeatable`,
    },
  ],
  'makes-a-key': [
    {
      file: 'index.ts',
      find: `  retry?: RetryOptions;
};`,
      replace: `  retry?: RetryOptions;
  idempotencyKeys?: boolean;
};`,
    },
    {
      file: 'index.ts',
      find: `deadlineMs, retry } = options;`,
      replace: `deadlineMs, retry, idempotencyKeys = false } = options;`,
    },
    {
      file: 'index.ts',
      find: `    const sent = { ...(isHome`,
      replace: `    const key = idempotencyKeys && isHome ? newKey(init) : {};
    const sent = { ...key, ...(isHome`,
    },
    {
      file: 'index.ts',
      find: `/** Goes where redirects`,
      replace: `/** For what changes something. */
function newKey({ method = 'GET' }: RequestInit): Record<string, string> {
  return /^(POST|PATCH)$/i.test(method) ? { 'idempotency-key': crypto.randomUUID() } : {};
}

/** Goes where redirects`,
    },
  ],
  'sends-a-stream-once': [
    {
      file: 'retry.ts',
      find: `    const isRepeatable = hasKey || repeatable.includes(init.method?.toUpperCase() ?? 'GET');
`,
      replace: `    const isMeant = hasKey || repeatable.includes(init.method?.toUpperCase() ?? 'GET');
    const isRepeatable = isMeant && !(init.body instanceof ReadableStream);
`,
    },
  ],
  'waits-for-the-first-attempt': [
    {
      file: 'retry.ts',
      find: `        if (!mayPass.includes(response.status) || wish`,
      replace: `        const isAtWork = hasKey && response.status === 409 && response.headers.has('retry-after');
        const mayChange = isAtWork || mayPass.includes(response.status);
        if (!mayChange || wish`,
    },
  ],
  'does-the-work-once': [
    {
      file: 'guard.ts',
      find: '',
      replace: `export type GuardOptions = { scope: (request: Request) => string };

export type Guard = (
  request: Request,
  work: (request: Request) => Response | Promise<Response>,
) => Promise<Response>;

/** Does the work of a key once, and gives its answer again. It forgets nothing before the process ends. */
export function idempotencyGuard(_options: GuardOptions): Guard {
  const answers = new Map<string, Response>();
  return async (request, work) => {
    if (!['POST', 'PATCH'].includes(request.method)) return work(request);
    const key = request.headers.get('idempotency-key');
    if (key === null) return new Response('Send an Idempotency-Key.', { status: 400 });
    const answer = answers.get(key) ?? (await work(request));
    answers.set(key, answer);
    return answer.clone();
  };
}
`,
    },
    {
      file: 'index.ts',
      find: `export async function isUp`,
      replace: `export { type Guard, type GuardOptions, idempotencyGuard } from './guard.ts';

export async function isUp`,
    },
  ],
  'one-at-a-time': [
    {
      file: 'guard.ts',
      find: `/** Does the work of a key once, and`,
      replace: `/** No answer while the work goes on. */
type Entry = { answer?: Response };

/** Does the work of a key once, and`,
    },
    {
      file: 'guard.ts',
      find: `  const answers = new Map<string, Response>();
`,
      replace: `  const entries = new Map<string, Entry>();
`,
    },
    {
      file: 'guard.ts',
      find: `    const answer = answers.get(key) ?? (await work(request));
    answers.set(key, answer);
    return answer.clone();
  };
}
`,
      replace: `    const known = entries.get(key);
    if (known !== undefined) return known.answer?.clone() ?? atWork();
    const entry: Entry = {};
    entries.set(key, entry);
    try {
      const answer = await work(request);
      if (answer.status >= 500) entries.delete(key);
      entry.answer = answer;
      return answer.clone();
    } catch (error) {
      entries.delete(key);
      throw error;
    }
  };
}

function atWork(): Response {
  return new Response('It is being done. Ask again.', { status: 409, headers: { 'retry-after': '1' } });
}
`,
    },
  ],
  'whose-key-it-is': [
    {
      file: 'guard.ts',
      find: `/** No answer while the work goes on. */
type Entry = { answer?: Response };

/** Does the work of a key once, and`,
      replace: `/** What was asked for, and the answer; none while the work goes on. */
type Entry = { asked: string; answer?: Response };

/** Does the work of a key once for each caller, and`,
    },
    {
      file: 'guard.ts',
      find: `(_options: GuardOptions)`,
      replace: `({ scope }: GuardOptions)`,
    },
    {
      file: 'guard.ts',
      find: `    const known = entries.get(key);
`,
      replace: `    const id = JSON.stringify([scope(request), key]);
    const asked = JSON.stringify([request.method, request.url, await request.clone().text()]);
    const known = entries.get(id);
    if (known !== undefined && known.asked !== asked)
      return new Response('The key was used for something else.', { status: 422 });
`,
    },
    {
      file: 'guard.ts',
      find: `    const entry: Entry = {};
    entries.set(key, entry);
`,
      replace: `    const entry: Entry = { asked };
    entries.set(id, entry);
`,
    },
    {
      file: 'guard.ts',
      find: `answer.status >= 500) entries.delete(key);`,
      replace: `answer.status >= 500) entries.delete(id);`,
    },
    {
      file: 'guard.ts',
      find: `    } catch (error) {
      entries.delete(key);`,
      replace: `    } catch (error) {
      entries.delete(id);`,
    },
  ],
};
