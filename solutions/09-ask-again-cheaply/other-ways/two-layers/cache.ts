import { ClientError } from './client-error.ts';
import { type Memory, newMemory } from './memory.ts';
import type { Send } from './send.ts';
import { together } from './together.ts';

export type CacheOptions = { maxEntries: number };

/** Two layers: who asks the same goes together, and what is remembered is asked for again. Neither knows of the other. */
export function remembering(options: CacheOptions | undefined): (send: Send) => Send {
  if (options === undefined) return (send) => send;
  const memory = newMemory(options.maxEntries);
  const going = together();
  return (send) => going(validating(memory, send));
}

const validating =
  (memory: Memory, send: Send): Send =>
  async (url, init) => {
    if (init.signal?.aborted) throw init.signal.reason;
    const headers = new Headers(init.headers);
    if (!/^get$/i.test(init.method ?? 'get')) {
      const response = await send(url, init);
      const isSafe = /^(?:head|options)$/i.test(init.method ?? '');
      if (!isSafe && response.status < 400) memory.forget(url);
      return response;
    }
    if (/(?:^|\n)(?:if-|range(?:\n|$))/.test([...headers.keys()].join('\n'))) return send(url, init);
    const kept = memory.find(url, headers);
    if (kept?.isFresh()) return kept.replay();
    const remember = memory.expect(url, headers);
    const tag = kept?.replay().headers.get('etag');
    if (tag) headers.set('if-none-match', tag);
    try {
      const response = await send(url, { ...init, headers });
      if (kept !== undefined && response.status === 304) return await remember(kept.renew(response.headers));
      if (![500, 502, 503, 504].includes(response.status) || !kept?.isUsable())
        return await remember(response);
      response.body?.cancel().catch(() => {});
      return kept.replay();
    } catch (error) {
      if (init.signal?.aborted) throw init.signal.reason;
      if (kept?.isUsable()) return kept.replay();
      throw error instanceof ClientError ? error : new ClientError('network', url, error);
    }
  };
