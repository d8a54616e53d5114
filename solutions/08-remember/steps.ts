import type { StepEdits } from '../../coach/kata/kata.ts';

export const edits: StepEdits = {
  '01-gives-a-fresh-answer-again.test.ts': [
    {
      file: 'cache.ts',
      find: '',
      replace: `import type { Send } from './send.ts';

export type CacheOptions = { maxEntries: number };

/** An answer, what it was the answer to, and until when it is fresh. */
type Kept = { asked: URL; answer: Response; freshUntilMs: number };

/** Gives an answer again for as long as the service allows. All that is wrapped by it shares what is kept. */
export function remembering(options: CacheOptions | undefined): (send: Send) => Send {
  if (options === undefined) return (send) => send;
  let all: Kept[] = [];
  return (send) => async (url, init) => {
    init.signal?.throwIfAborted();
    const known = all.find(({ asked }) => asked.href === url.href);
    if (known !== undefined && performance.now() < known.freshUntilMs) return known.answer;

    const answer = await send(url, init);
    const kept = { asked: url, answer, freshUntilMs: performance.now() + lifetimeMs(answer) };
    all = [kept, ...all.filter((other) => other !== known)];
    return answer;
  };
}

/** How long it may be given again. */
function lifetimeMs({ headers }: Response): number {
  return secondsIn(headers, 'max-age') * 1000;
}

function secondsIn(headers: Headers, name: string): number {
  const says = headers.get('cache-control') ?? '';
  return Number(new RegExp(\`(?:^|[\\\\s,])\${name}=(\\\\d+)\`, 'i').exec(says)?.[1] ?? 0);
}
`,
    },
    {
      file: 'index.ts',
      find: `import { ClientError }`,
      replace: `import { type CacheOptions, remembering } from './cache.ts';
import { ClientError }`,
    },
    {
      file: 'index.ts',
      find: `  idempotencyKeys?: boolean;
`,
      replace: `  idempotencyKeys?: boolean;
  cache?: CacheOptions;
`,
    },
    {
      file: 'index.ts',
      find: `  const attempt = timed(attemptTimeoutMs, send);
`,
      replace: `  const attempt = timed(attemptTimeoutMs, send);
  const remember = remembering(options.cache);
`,
    },
    {
      file: 'index.ts',
      find: `follow(retrying(retry, endsAtMs, attempt), url`,
      replace: `follow(remember(retrying(retry, endsAtMs, attempt)), url`,
    },
  ],
  'a-body-of-their-own': [
    {
      file: 'cache.ts',
      find: `/** An answer, what it was the answer to, and until when it is fresh. */
type Kept = { asked: URL; answer: Response; freshUntilMs: number };
`,
      replace: `/** An answer that was read to its end, what it was the answer to, and until when it is fresh. */
type Kept = { asked: URL; answer: Response; bytes: ArrayBuffer | null; freshUntilMs: number };
`,
    },
    {
      file: 'cache.ts',
      find: `return known.answer;`,
      replace: `return again(known);`,
    },
    {
      file: 'cache.ts',
      find: `    const kept = { asked: url, answer, freshUntilMs: performance.now() + lifetimeMs(answer) };
`,
      replace: `    const bytes = answer.body && (await answer.arrayBuffer());
    const kept = { asked: url, answer, bytes, freshUntilMs: performance.now() + lifetimeMs(answer) };
`,
    },
    {
      file: 'cache.ts',
      find: `    return answer;
`,
      replace: `    return again(kept);
`,
    },
    {
      file: 'cache.ts',
      find: `function secondsIn`,
      replace: `/** A body can be read once, so each caller gets one of their own. */
function again({ answer, bytes }: Kept): Response {
  return Object.defineProperty(new Response(bytes, answer), 'url', { value: answer.url });
}

function secondsIn`,
    },
  ],
  'only-what-may-be-kept': [
    {
      file: 'cache.ts',
      find: `import type { Send }`,
      replace: `import { ClientError } from './client-error.ts';
import type { Send }`,
    },
    {
      file: 'cache.ts',
      find: `    const known = all`,
      replace: `    const method = init.method?.toUpperCase() ?? 'GET';
    if (method !== 'GET') return send(url, init);
    const known = all`,
    },
    {
      file: 'cache.ts',
      find: `    const bytes = answer.body && (await answer.arrayBuffer());
    const kept = { asked: url, answer, bytes, freshUntilMs: performance.now() + lifetimeMs(answer) };
`,
      replace: `    const kept = await readToKeep(url, answer, init);
    if (kept === undefined) return answer;
`,
    },
    {
      file: 'cache.ts',
      find: `  return secondsIn(`,
      replace: `  const says = headers.get('cache-control') ?? '';
  if (/\\bno-(?:store|cache)\\b/i.test(says)) return 0;
  return secondsIn(`,
    },
    {
      file: 'cache.ts',
      find: `/** How long it may be given again. */`,
      replace: `/** Nothing where it may not be kept. Half a body is none. */
async function readToKeep(asked: Kept['asked'], answer: Response, { signal }: RequestInit) {
  const freshMs = lifetimeMs(answer);
  if (answer.status !== 200 || freshMs <= 0) return undefined;
  const freshUntilMs = performance.now() + freshMs;
  try {
    return { asked, answer, bytes: answer.body && (await answer.arrayBuffer()), freshUntilMs };
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw new ClientError('network', asked, cause);
  }
}

/** How long it may be given again. */`,
    },
  ],
  'how-old-it-is': [
    {
      file: 'cache.ts',
      find: `/** How long it may be given again. */`,
      replace: `/** How long it may be given again. Its age is the time it has lain in a cache on its way. */`,
    },
    {
      file: 'cache.ts',
      find: `  return secondsIn(headers, 'max-age') * 1000;`,
      replace: `  return (secondsIn(headers, 'max-age') - Number(headers.get('age') ?? 0)) * 1000;`,
    },
  ],
  'whose-answer-it-is': [
    {
      file: 'cache.ts',
      find: `type Kept = { asked: URL; answer`,
      replace: `type Kept = { asked: [URL, Headers]; answer`,
    },
    {
      file: 'cache.ts',
      find: `    if (method !== 'GET') return send(url, init);
    const known = all.find(({ asked }) => asked.href === url.href);
`,
      replace: `    const asked: Kept['asked'] = [url, new Headers(init.headers)];
    if (method !== 'GET') return send(url, init);
    const known = all.find((kept) => isFor(kept, asked));
`,
    },
    {
      file: 'cache.ts',
      find: `readToKeep(url, answer`,
      replace: `readToKeep(asked, answer`,
    },
    {
      file: 'cache.ts',
      find: `'network', asked, cause`,
      replace: `'network', asked[0], cause`,
    },
    {
      file: 'cache.ts',
      find: `    all = [kept, ...all.filter((other) => other !== known)];
`,
      replace: `    all = [kept, ...all.filter((other) => !isFor(other, asked))];
`,
    },
    {
      file: 'cache.ts',
      find: `/** Nothing where it may`,
      replace: `/** Whether an answer is one to this request too. Who asks always makes a difference. */
function isFor({ asked }: Kept, [url, headers]: Kept['asked']): boolean {
  const [to, before] = asked;
  const isSame = (name: string) => before.get(name) === headers.get(name);
  return to.href === url.href && ['authorization', 'cookie'].every(isSame);
}

/** Nothing where it may`,
    },
  ],
  'what-vary-names': [
    {
      file: 'cache.ts',
      find: `Who asks always makes a difference. */
function isFor({ asked }: Kept`,
      replace: `Who asks always makes a difference, the rest is said in Vary. */
function isFor({ asked, answer }: Kept`,
    },
    {
      file: 'cache.ts',
      find: `  const isSame = (name: string) => before`,
      replace: `  const names = ['authorization', 'cookie', ...(answer.headers.get('vary') ?? '').split(/[\\s,]+/)];
  const isSame = (name: string) => name === '' || before`,
    },
    {
      file: 'cache.ts',
      find: `['authorization', 'cookie'].every(isSame)`,
      replace: `names.every(isSame)`,
    },
    {
      file: 'cache.ts',
      find: `/i.test(says)) return 0;`,
      replace: `/i.test(says) || headers.get('vary')?.includes('*')) return 0;`,
    },
  ],
  'forgets-what-was-written': [
    {
      file: 'cache.ts',
      find: `  let all: Kept[] = [];
`,
      replace: `  let all: Kept[] = [];
  let writes = 0;
`,
    },
    {
      file: 'cache.ts',
      find: `    if (method !== 'GET') return send(url, init);
`,
      replace: `    if (method !== 'GET') {
      const answer = await send(url, init);
      if (['GET', 'HEAD', 'OPTIONS'].includes(method) || answer.status >= 400) return answer;
      writes += 1;
      all = all.filter(({ asked: [to] }) => to.href !== url.href);
      return answer;
    }
`,
    },
    {
      file: 'cache.ts',
      find: `    const answer = await send(url, init);
    const kept`,
      replace: `    const writesBefore = writes;
    const answer = await send(url, init);
    const kept`,
    },
    {
      file: 'cache.ts',
      find: `    all = [kept, ...all.filter((other) => !isFor(other, asked))];
`,
      replace: `    // After a write it may tell of the time before.
    if (writes !== writesBefore) return again(kept);
    all = [kept, ...all.filter((other) => !isFor(other, asked))];
`,
    },
  ],
  'forgets-the-oldest': [
    {
      file: 'cache.ts',
      find: `isFor(other, asked))];`,
      replace: `isFor(other, asked))].slice(0, options.maxEntries);`,
    },
  ],
};
