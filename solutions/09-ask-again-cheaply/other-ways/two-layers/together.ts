import type { Send } from './send.ts';

type Group = { members: Set<symbol>; first: symbol; answer: Promise<Response>; control: AbortController };

/** Those who ask the same go together. If that fails, all but the first try for themselves. */
export function together(): (next: Send) => Send {
  const groups = new Map<string, Group>();
  return (next) => async (url, init) => {
    const method = init.method?.toUpperCase() ?? 'GET';
    const { signal } = init;
    if (signal?.aborted) throw signal.reason;
    if (method !== 'GET') {
      const response = await next(url, init);
      // Who asks from now on may want to see what has changed.
      if (method !== 'HEAD' && response.status < 400) groups.clear();
      return response;
    }
    const key = `${url.href} ${JSON.stringify(Object.fromEntries(new Headers(init.headers)))}`;
    const me = Symbol(key);
    const group = groups.get(key) ?? begin(next, url, init, me);
    groups.set(key, group);
    group.members.add(me);
    const over = () => groups.get(key) === group && groups.delete(key);
    group.answer.then(over, over);

    const gone = new Promise<'gone'>((resolve) => {
      signal?.addEventListener('abort', () => {
        resolve('gone');
        if (group.members.delete(me) && group.members.size === 0) {
          over();
          group.control.abort(signal.reason);
        }
      });
    });
    const failed = group.answer.catch((error: unknown) => {
      if (group.first === me) throw error;
      return 'failed' as const;
    });
    const answer = await Promise.race([failed, gone]);
    if (answer === 'gone') throw signal?.reason;
    if (answer === 'failed') return next(url, init);
    if (isWhole(answer)) return copyOf(answer);
    if (group.first === me) return answer;
    group.members.delete(me);
    return next(url, init);
  };
}

function begin(next: Send, url: URL, init: RequestInit, first: symbol): Group {
  const control = new AbortController();
  const answer = next(url, { ...init, signal: control.signal });
  return { members: new Set(), first, answer, control };
}

/** What may be kept has been read by whoever keeps it. */
function isWhole({ status, headers }: Response): boolean {
  const says = headers.get('cache-control') ?? '';
  const isForbidden = says.includes('no-store') || headers.get('vary')?.includes('*') === true;
  return status === 200 && !isForbidden && (says.includes('max-age') || headers.has('etag'));
}

function copyOf(answer: Response): Response {
  return Object.defineProperty(answer.clone(), 'url', { value: answer.url });
}
