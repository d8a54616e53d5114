/** They say nothing of who asks. */
const forEverybody = ['accept', 'accept-language', 'content-type', 'user-agent'];

/** Where a redirect leads, and how to ask there; nothing where the answer is no redirect. */
export function nextHop(response: Response, from: URL, asked: RequestInit): [URL, RequestInit] | undefined {
  const location = response.headers.get('location');
  if (location === null || ![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  const to = new URL(location, from);
  const method = asked.method?.toUpperCase() ?? 'GET';
  const becomesGet =
    (response.status === 303 && method !== 'HEAD') || (response.status < 303 && method === 'POST');
  const next = becomesGet ? { ...asked, method: 'GET', body: null } : asked;
  if (to.origin === from.origin) return [to, next];
  const kept = [...new Headers(next.headers)].filter(([name]) => forEverybody.includes(name));
  return [to, { ...next, headers: Object.fromEntries(kept) }];
}
