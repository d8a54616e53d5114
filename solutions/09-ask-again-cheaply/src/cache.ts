import { ClientError } from './client-error.ts';
import { aboard, type Flight } from './flight.ts';
import type { Send } from './send.ts';

export type CacheOptions = { maxEntries: number };

/** An answer that was read to its end, what it was the answer to, and until when it is fresh. */
type Kept = { asked: [URL, Headers]; answer: Response; bytes: ArrayBuffer | null; freshUntilMs: number };

/** Gives an answer again for as long as the service allows. All that is wrapped by it shares what is kept. */
export function remembering(options: CacheOptions | undefined): (send: Send) => Send {
  if (options === undefined) return (send) => send;
  let all: Kept[] = [];
  let writes = 0;
  const flights = new Map<string, Flight<Kept | Response>>();
  return (send) => async (url, init) => {
    init.signal?.throwIfAborted();
    const method = init.method?.toUpperCase() ?? 'GET';
    const asked: Kept['asked'] = [url, new Headers(init.headers)];
    // Who sends a condition keeps answers too, and wants to hear what comes of it.
    if (method !== 'GET' || [...asked[1].keys()].some((name) => /^(?:if-.*|range)$/.test(name))) {
      const answer = await send(url, init);
      if (['GET', 'HEAD', 'OPTIONS'].includes(method) || answer.status >= 400) return answer;
      writes += 1;
      flights.clear();
      all = all.filter(({ asked: [to] }) => to.href !== url.href);
      return answer;
    }
    const known = all.find((kept) => isFor(kept, asked));
    if (known !== undefined && performance.now() < known.freshUntilMs) return again(known);

    const same = JSON.stringify([url.href, ...asked[1]]);
    const end = new AbortController();
    const start = async (signal: AbortSignal) => {
      const writesBefore = writes;
      const found = await ask(send, asked, { ...init, signal }, known).finally(() => flights.delete(same));
      // After a write it may tell of the time before.
      if (found instanceof Response || writes !== writesBefore) return found;
      all = [found, ...all.filter((other) => !isFor(other, asked))].slice(0, options.maxEntries);
      return found;
    };
    const flight = flights.get(same) ?? { result: start(end.signal), waiting: 0, end };
    flights.set(same, flight);
    end.signal.addEventListener('abort', () => flights.delete(same));
    const found = await aboard(flight, init.signal);
    if (!(found instanceof Response)) return again(found);
    // It is not kept, so the first gets it, and the others ask for themselves.
    if (found.body?.locked) return send(url, init);
    const bytes = found.body?.pipeThrough(new TransformStream(), init.signal ? { signal: init.signal } : {});
    return again({ answer: found, bytes });
  };
}

/** Whether an answer is one to this request too. Who asks always makes a difference, the rest is said in Vary. */
function isFor({ asked, answer }: Kept, [url, headers]: Kept['asked']): boolean {
  const [to, before] = asked;
  const names = ['authorization', 'cookie', ...(answer.headers.get('vary') ?? '').split(/[\s,]+/)];
  const isSame = (name: string) => name === '' || before.get(name) === headers.get(name);
  return to.href === url.href && names.every(isSame);
}

/** Asks whether what is known still holds. What comes is something to keep, or an answer for once. */
async function ask(send: Send, asked: Kept['asked'], init: RequestInit, known: Kept | undefined) {
  const [url, headers] = [asked[0], new Headers(asked[1])];
  const tag = known?.answer.headers.get('etag');
  if (tag) headers.set('if-none-match', tag);
  const isOfUse = known !== undefined && performance.now() < usableUntilMs(known);
  try {
    let answer = await send(url, { ...init, headers });
    if (known !== undefined && answer.status === 304) answer = renewed(known, answer);
    const isDown = [500, 502, 503, 504].includes(answer.status);
    if (!isOfUse || !isDown) return (await readToKeep(asked, answer, init)) ?? answer;
    await answer.body?.cancel();
    return known;
  } catch (error) {
    if (isOfUse && error instanceof ClientError) return known;
    throw error;
  }
}

/** Where the service is down, an old answer may be better than none. */
function usableUntilMs({ answer: { headers }, freshUntilMs }: Kept): number {
  const isFirm = /\b(?:no-cache|must-revalidate)\b/i.test(headers.get('cache-control') ?? '');
  return isFirm ? freshUntilMs : freshUntilMs + secondsIn(headers, 'stale-if-error') * 1000;
}

/** What the 304 says takes the place of what was said before. */
function renewed(known: Kept, { headers }: Response): Response {
  const answer = again(known);
  answer.headers.delete('age');
  for (const [name, value] of headers) if (!name.startsWith('content-')) answer.headers.set(name, value);
  return answer;
}

/** Nothing where it may not be kept. Half a body is none. */
async function readToKeep(asked: Kept['asked'], answer: Response, { signal }: RequestInit) {
  const freshMs = lifetimeMs(answer);
  const isOfUse = freshMs > 0 || (freshMs === 0 && answer.headers.has('etag'));
  if (answer.status !== 200 || !isOfUse) return undefined;
  const freshUntilMs = performance.now() + freshMs;
  try {
    return { asked, answer, bytes: answer.body && (await answer.arrayBuffer()), freshUntilMs };
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw new ClientError('network', asked[0], cause);
  }
}

/** How long it may be given again; less than nothing where it may not be kept. Its age is the time it has lain in a cache on its way. */
function lifetimeMs({ headers }: Response): number {
  const says = headers.get('cache-control') ?? '';
  if (/\bno-store\b/i.test(says) || headers.get('vary')?.includes('*')) return -1;
  if (/\bno-cache\b/i.test(says)) return 0;
  return (secondsIn(headers, 'max-age') - Number(headers.get('age') ?? 0)) * 1000;
}

/** A body can be read once, so each caller gets one of their own. */
function again({ answer, bytes }: { answer: Response; bytes: RequestInit['body'] }): Response {
  return Object.defineProperty(new Response(bytes, answer), 'url', { value: answer.url });
}

function secondsIn(headers: Headers, name: string): number {
  const says = headers.get('cache-control') ?? '';
  return Number(new RegExp(`(?:^|[\\s,])${name}=(\\d+)`, 'i').exec(says)?.[1] ?? 0);
}
