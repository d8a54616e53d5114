import { ClientError } from './client-error.ts';
import type { Send } from './send.ts';

export type CacheOptions = { maxEntries: number };

/** An answer that was read to its end, what it was the answer to, and until when it is fresh. */
type Kept = { asked: [URL, Headers]; answer: Response; bytes: ArrayBuffer | null; freshUntilMs: number };

/** Gives an answer again for as long as the service allows. All that is wrapped by it shares what is kept. */
export function remembering(options: CacheOptions | undefined): (send: Send) => Send {
  if (options === undefined) return (send) => send;
  let all: Kept[] = [];
  let writes = 0;
  return (send) => async (url, init) => {
    init.signal?.throwIfAborted();
    const method = init.method?.toUpperCase() ?? 'GET';
    const asked: Kept['asked'] = [url, new Headers(init.headers)];
    if (method !== 'GET') {
      const answer = await send(url, init);
      if (['GET', 'HEAD', 'OPTIONS'].includes(method) || answer.status >= 400) return answer;
      writes += 1;
      all = all.filter(({ asked: [to] }) => to.href !== url.href);
      return answer;
    }
    const known = all.find((kept) => isFor(kept, asked));
    if (known !== undefined && performance.now() < known.freshUntilMs) return again(known);

    const writesBefore = writes;
    const answer = await send(url, init);
    const kept = await readToKeep(asked, answer, init);
    if (kept === undefined) return answer;
    // After a write it may tell of the time before.
    if (writes !== writesBefore) return again(kept);
    all = [kept, ...all.filter((other) => !isFor(other, asked))].slice(0, options.maxEntries);
    return again(kept);
  };
}

/** Whether an answer is one to this request too. Who asks always makes a difference, the rest is said in Vary. */
function isFor({ asked, answer }: Kept, [url, headers]: Kept['asked']): boolean {
  const [to, before] = asked;
  const names = ['authorization', 'cookie', ...(answer.headers.get('vary') ?? '').split(/[\s,]+/)];
  const isSame = (name: string) => name === '' || before.get(name) === headers.get(name);
  return to.href === url.href && names.every(isSame);
}

/** Nothing where it may not be kept. Half a body is none. */
async function readToKeep(asked: Kept['asked'], answer: Response, { signal }: RequestInit) {
  const freshMs = lifetimeMs(answer);
  if (answer.status !== 200 || freshMs <= 0) return undefined;
  const freshUntilMs = performance.now() + freshMs;
  try {
    return { asked, answer, bytes: answer.body && (await answer.arrayBuffer()), freshUntilMs };
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw new ClientError('network', asked[0], cause);
  }
}

/** How long it may be given again. Its age is the time it has lain in a cache on its way. */
function lifetimeMs({ headers }: Response): number {
  const says = headers.get('cache-control') ?? '';
  if (/\bno-(?:store|cache)\b/i.test(says) || headers.get('vary')?.includes('*')) return 0;
  return (secondsIn(headers, 'max-age') - Number(headers.get('age') ?? 0)) * 1000;
}

/** A body can be read once, so each caller gets one of their own. */
function again({ answer, bytes }: Kept): Response {
  return Object.defineProperty(new Response(bytes, answer), 'url', { value: answer.url });
}

function secondsIn(headers: Headers, name: string): number {
  const says = headers.get('cache-control') ?? '';
  return Number(new RegExp(`(?:^|[\\s,])${name}=(\\d+)`, 'i').exec(says)?.[1] ?? 0);
}
