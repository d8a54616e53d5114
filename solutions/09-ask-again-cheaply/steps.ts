import type { StepEdits } from '../../coach/kata/kata.ts';

export const edits: StepEdits = {
  'asks-whether-it-holds': [
    {
      file: 'cache.ts',
      find: `    const answer = await send(url, init);
    const kept = await readToKeep(asked, answer, init);
    if (kept === undefined) return answer;
    // After a write it may tell of the time before.
    if (writes !== writesBefore) return again(kept);
    all = [kept, ...all.filter((other) => !isFor(other, asked))].slice(0, options.maxEntries);
    return again(kept);
`,
      replace: `    const found = await ask(send, asked, init, known);
    if (found instanceof Response) return found;
    // After a write it may tell of the time before.
    if (writes !== writesBefore) return again(found);
    all = [found, ...all.filter((other) => !isFor(other, asked))].slice(0, options.maxEntries);
    return again(found);
`,
    },
    {
      file: 'cache.ts',
      find: `/** Nothing where it may not`,
      replace: `/** Asks whether what is known still holds. What comes is something to keep, or an answer for once. */
async function ask(send: Send, asked: Kept['asked'], init: RequestInit, known: Kept | undefined) {
  const [url, headers] = [asked[0], new Headers(asked[1])];
  const tag = known?.answer.headers.get('etag');
  if (tag) headers.set('if-none-match', tag);
  let answer = await send(url, { ...init, headers });
  if (known !== undefined && answer.status === 304) answer = again(known);
  return (await readToKeep(asked, answer, init)) ?? answer;
}

/** Nothing where it may not`,
    },
  ],
  'what-a-304-says': [
    {
      file: 'cache.ts',
      find: `answer = again(known);`,
      replace: `answer = renewed(known, answer);`,
    },
    {
      file: 'cache.ts',
      find: `/** Nothing where it may not`,
      replace: `/** What the 304 says takes the place of what was said before. */
function renewed(known: Kept, { headers }: Response): Response {
  const answer = again(known);
  answer.headers.delete('age');
  for (const [name, value] of headers) if (!name.startsWith('content-')) answer.headers.set(name, value);
  return answer;
}

/** Nothing where it may not`,
    },
  ],
  'always-asks': [
    {
      file: 'cache.ts',
      find: `  if (answer.status !== 200 || freshMs <= 0) return undefined;
`,
      replace: `  const isOfUse = freshMs > 0 || (freshMs === 0 && answer.headers.has('etag'));
  if (answer.status !== 200 || !isOfUse) return undefined;
`,
    },
    {
      file: 'cache.ts',
      find: `/** How long it may be given again. Its age`,
      replace: `/** How long it may be given again; less than nothing where it may not be kept. Its age`,
    },
    {
      file: 'cache.ts',
      find: `  if (/\\bno-(?:store|cache)\\b/i.test(says) || headers.get('vary')?.includes('*')) return 0;
`,
      replace: `  if (/\\bno-store\\b/i.test(says) || headers.get('vary')?.includes('*')) return -1;
  if (/\\bno-cache\\b/i.test(says)) return 0;
`,
    },
  ],
  'a-condition-of-their-own': [
    {
      file: 'cache.ts',
      find: `    if (method !== 'GET') {
`,
      replace: `    // Who sends a condition keeps answers too, and wants to hear what comes of it.
    if (method !== 'GET' || [...asked[1].keys()].some((name) => /^(?:if-.*|range)$/.test(name))) {
`,
    },
  ],
  'better-than-none': [
    {
      file: 'cache.ts',
      find: `  let answer = await send(url, { ...init, headers });
  if (known !== undefined && answer.status === 304) answer = renewed(known, answer);
  return (await readToKeep(asked, answer, init)) ?? answer;
}
`,
      replace: `  const isOfUse = known !== undefined && performance.now() < usableUntilMs(known);
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
  const isFirm = /\\b(?:no-cache|must-revalidate)\\b/i.test(headers.get('cache-control') ?? '');
  return isFirm ? freshUntilMs : freshUntilMs + secondsIn(headers, 'stale-if-error') * 1000;
}
`,
    },
  ],
  'one-request-for-all': [
    {
      file: 'cache.ts',
      find: `  let writes = 0;
`,
      replace: `  let writes = 0;
  const flights = new Map<string, Promise<Kept | Response>>();
`,
    },
    {
      file: 'cache.ts',
      find: `      writes += 1;
`,
      replace: `      writes += 1;
      flights.clear();
`,
    },
    {
      file: 'cache.ts',
      find: `    const writesBefore = writes;
    const found = await ask(send, asked, init, known);
    if (found instanceof Response) return found;
    // After a write it may tell of the time before.
    if (writes !== writesBefore) return again(found);
    all = [found, ...all.filter((other) => !isFor(other, asked))].slice(0, options.maxEntries);
    return again(found);
`,
      replace: `    const same = JSON.stringify([url.href, ...asked[1]]);
    const start = async () => {
      const writesBefore = writes;
      const found = await ask(send, asked, init, known).finally(() => flights.delete(same));
      // After a write it may tell of the time before.
      if (found instanceof Response || writes !== writesBefore) return found;
      all = [found, ...all.filter((other) => !isFor(other, asked))].slice(0, options.maxEntries);
      return found;
    };
    const flight = flights.get(same) ?? start();
    flights.set(same, flight);
    const found = await flight;
    if (!(found instanceof Response)) return again(found);
    // It is not kept, so the first gets it, and the others ask for themselves.
    if (found.body?.locked) return send(url, init);
    return again({ answer: found, bytes: found.body?.pipeThrough(new TransformStream()) });
`,
    },
    {
      file: 'cache.ts',
      find: `function again({ answer, bytes }: Kept): Response {`,
      replace: `function again({ answer, bytes }: { answer: Response; bytes: RequestInit['body'] }): Response {`,
    },
  ],
  'whoever-leaves': [
    {
      file: 'flight.ts',
      find: '',
      replace: `/** One request, for all who ask the same while it is under way. */
export type Flight<Result> = { result: Promise<Result>; waiting: number; end: AbortController };

/** Whoever leaves leaves alone; with the last one the flight ends. */
export function aboard<Result>(flight: Flight<Result>, signal: RequestInit['signal']): Promise<Result> {
  flight.waiting += 1;
  return new Promise((resolve, reject) => {
    const leave = () => {
      reject(signal?.reason);
      flight.waiting -= 1;
      if (flight.waiting === 0) flight.end.abort(signal?.reason);
    };
    signal?.addEventListener('abort', leave);
    flight.result.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave));
  });
}
`,
    },
    {
      file: 'cache.ts',
      find: `import type { Send }`,
      replace: `import { aboard, type Flight } from './flight.ts';
import type { Send }`,
    },
    {
      file: 'cache.ts',
      find: `new Map<string, Promise<Kept | Response>>();`,
      replace: `new Map<string, Flight<Kept | Response>>();`,
    },
    {
      file: 'cache.ts',
      find: `    const start = async () => {
`,
      replace: `    const end = new AbortController();
    const start = async (signal: AbortSignal) => {
`,
    },
    {
      file: 'cache.ts',
      find: `      const found = await ask(send, asked, init, known).finally(() => flights.delete(same));
`,
      replace: `      const found = await ask(send, asked, { ...init, signal }, known).finally(() => flights.delete(same));
`,
    },
    {
      file: 'cache.ts',
      find: `    const flight = flights.get(same) ?? start();
    flights.set(same, flight);
    const found = await flight;
`,
      replace: `    const flight = flights.get(same) ?? { result: start(end.signal), waiting: 0, end };
    flights.set(same, flight);
    end.signal.addEventListener('abort', () => flights.delete(same));
    const found = await aboard(flight, init.signal);
`,
    },
    {
      file: 'cache.ts',
      find: `    return again({ answer: found, bytes: found.body?.pipeThrough(new TransformStream()) });
`,
      replace: `    const bytes = found.body?.pipeThrough(new TransformStream(), init.signal ? { signal: init.signal } : {});
    return again({ answer: found, bytes });
`,
    },
  ],
};
