import type { StepEdits } from '../../coach/kata/kata.ts';

export const edits: StepEdits = {
  'asks-the-service': [
    {
      file: 'client-error.ts',
      find: `export type ErrorCode = 'network' | 'timeout' | 'refused' | 'https-required' | 'deadline' | 'circuit-open';
`,
      replace: `type FetchCode = 'network' | 'timeout' | 'refused';
export type ErrorCode = FetchCode | 'https-required' | 'deadline' | 'circuit-open' | 'down';
`,
    },
    {
      file: 'upcheck.ts',
      find: ``,
      replace: `import { ClientError } from './client-error.ts';

export type Upcheck = { isUp: boolean; trouble: ClientError | undefined };

/** Whatever goes wrong is an answer: down. */
export async function ask(url: URL, question: Promise<Response>): Promise<Upcheck> {
  try {
    const { ok, status, body } = await question;
    await body?.cancel();
    return { isUp: ok, trouble: ok ? undefined : new ClientError('down', url, status) };
  } catch (cause) {
    return { isUp: false, trouble: new ClientError('down', url, cause) };
  }
}
`,
    },
    {
      file: 'index.ts',
      find: `import { whenRead }`,
      replace: `import { ask, type Upcheck } from './upcheck.ts';
import { whenRead }`,
    },
    {
      file: 'index.ts',
      find: `export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;`,
      replace: `type Call = (input: string | URL, init?: RequestInit) => Promise<Response>;
export type Client = Call & { upcheck: () => Promise<Upcheck> };`,
    },
    {
      file: 'index.ts',
      find: `  breaker?: BreakerOptions;
`,
      replace: `  breaker?: BreakerOptions;
  upcheck?: { path: string; timeoutMs: number };
`,
    },
    {
      file: 'index.ts',
      find: `  return async (input, init = {}) => {`,
      replace: `  const client: Call = async (input, init = {}) => {`,
    },
    {
      file: 'index.ts',
      find: `      throw error;
    }
  };
}
`,
      replace: `      throw error;
    }
  };
  const upcheck = async () => {
    if (options.upcheck === undefined) throw new TypeError('This client has no option upcheck.');
    const url = resolve(options.upcheck.path, baseUrl);
    return ask(url, client(url, { redirect: 'manual' }));
  };
  return Object.assign(client, { upcheck });
}
`,
    },
  ],
  'own-time': [
    {
      file: 'index.ts',
      find: `    return ask(url, client(url, { redirect: 'manual' }));`,
      replace: `    const signal = AbortSignal.timeout(options.upcheck.timeoutMs);
    return ask(url, client(url, { redirect: 'manual', signal }));`,
    },
  ],
  'past-the-retry': [
    {
      file: 'index.ts',
      find: `    const signal = AbortSignal.timeout(options.upcheck.timeoutMs);
    return ask(url, client(url, { redirect: 'manual', signal }));`,
      replace: `    const question = timed(options.upcheck.timeoutMs, send);
    return ask(url, follow(question, url, { headers: own, redirect: 'manual' }));`,
    },
  ],
  'left-alone': [
    {
      file: 'breaker.ts',
      find: `options: BreakerOptions | undefined, send: Send): Send {`,
      replace: `options: BreakerOptions | undefined, circuits: Circuits, send: Send): Send {`,
    },
    {
      file: 'breaker.ts',
      find: `  const circuits = new Map<string, Circuit>();
`,
      replace: ``,
    },
    {
      file: 'breaker.ts',
      find: `type Circuit = ReturnType<typeof newCircuit>;`,
      replace: `export type Circuits = Map<string, ReturnType<typeof newCircuit>>;`,
    },
    {
      file: 'breaker.ts',
      find: `  return {
    admit(url: URL): number {
      if (failures < failuresInARow) return era;
      const waitMs = retryAtMs - performance.now();
      if (waitMs > 0) throw new CircuitOpen(url, waitMs);
`,
      replace: `  const refusal = (url: URL) => {
    const waitMs = retryAtMs - performance.now();
    return failures >= failuresInARow && waitMs > 0 ? new CircuitOpen(url, waitMs) : undefined;
  };
  return {
    refusal,
    admit(url: URL): number {
      const refused = refusal(url);
      if (refused !== undefined) throw refused;
      if (failures < failuresInARow) return era;
`,
    },
    {
      file: 'index.ts',
      find: `breaking } from`,
      replace: `breaking, type Circuits } from`,
    },
    {
      file: 'index.ts',
      find: `  const attempt = breaking(options.breaker, timed(`,
      replace: `  const circuits: Circuits = new Map();
  const attempt = breaking(options.breaker, circuits, timed(`,
    },
    {
      file: 'index.ts',
      find: `    const question = timed(`,
      replace: `    const trouble = circuits.get(url.origin)?.refusal(url);
    if (trouble !== undefined) return { isUp: false, trouble };
    const question = timed(`,
    },
  ],
  once: [
    {
      file: 'upcheck.ts',
      find: `import { ClientError }`,
      replace: `import { AsyncLocalStorage } from 'node:async_hooks';
import { ClientError }`,
    },
    {
      file: 'upcheck.ts',
      find: `    return { isUp: false, trouble: new ClientError('down', url, cause) };
  }
}
`,
      replace: `    return { isUp: false, trouble: new ClientError('down', url, cause) };
  }
}

const answers = new AsyncLocalStorage<Map<object, Promise<Upcheck>>>();

/** Runs the work as one web request. */
export function requestScope<Result>(work: () => Result): Result {
  return answers.run(answers.getStore() ?? new Map(), work);
}

/** The promise is kept, so those who ask at the same time share it too. */
export function oncePerRequest(upcheck: () => Promise<Upcheck>): () => Promise<Upcheck> {
  return () => {
    const known = answers.getStore() ?? new Map();
    const answer = known.get(upcheck) ?? upcheck();
    known.set(upcheck, answer);
    return answer;
  };
}
`,
    },
    {
      file: 'index.ts',
      find: `import { ask, type Upcheck }`,
      replace: `import { ask, oncePerRequest, type Upcheck }`,
    },
    {
      file: 'index.ts',
      find: `} from './guard.ts';
`,
      replace: `} from './guard.ts';
export { requestScope } from './upcheck.ts';
`,
    },
    {
      file: 'index.ts',
      find: `  const upcheck = async () => {`,
      replace: `  const upcheck = oncePerRequest(async () => {`,
    },
    {
      file: 'index.ts',
      find: `redirect: 'manual' }));
  };
`,
      replace: `redirect: 'manual' }));
  });
`,
    },
  ],
  explains: [
    {
      file: 'explain.ts',
      find: ``,
      replace: `import { CircuitOpen } from './breaker.ts';
import { ClientError } from './client-error.ts';

/** For a user: nothing of an error's message is in it. */
export function explain(trouble: unknown, { feature = 'this service' } = {}) {
  const status = trouble instanceof ClientError ? 503 : 500;
  const retryAfterMs = trouble instanceof CircuitOpen ? trouble.retryAfterMs : undefined;
  return { sentence: \`We cannot get to \${feature} just now. Please try later.\`, status, retryAfterMs };
}
`,
    },
    {
      file: 'index.ts',
      find: `export { type Guard,`,
      replace: `export { explain } from './explain.ts';
export { type Guard,`,
    },
  ],
  'answers-users': [
    {
      file: 'explain.ts',
      find: `Please try later.\`, status, retryAfterMs };
}
`,
      replace: `Please try later.\`, status, retryAfterMs };
}

/** The same as an answer to a web request. */
export function explainTo(request: Request, trouble: unknown, options?: { feature?: string }): Response {
  const { sentence, status, retryAfterMs } = explain(trouble, options);
  const headers = new Headers({ 'content-type': 'text/plain' });
  if (retryAfterMs !== undefined) headers.set('retry-after', String(Math.ceil(retryAfterMs / 1000)));
  return new Response(request.method === 'HEAD' ? null : sentence, { status, headers });
}
`,
    },
    {
      file: 'index.ts',
      find: `export { explain }`,
      replace: `export { explain, explainTo }`,
    },
  ],
};
