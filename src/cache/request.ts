import type { Call } from '../core/call.ts';
import type { CacheReason } from '../core/call-event.ts';
import { type CacheControl, readCacheControl } from './cache-control.ts';

/** Headers by which a caller does its own validating. Such a call passes the cache by, as `fetch` has it. */
const CONDITIONS = ['if-match', 'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since'];

const PRAGMA_NO_CACHE: CacheControl = new Map([['no-cache', ['']]]);

/** The directives of a request. `Pragma: no-cache` is one where there is no `Cache-Control` (RFC 9111, section 5.4). */
export function directivesOf(headers: Headers): CacheControl {
  const field = headers.get('cache-control');
  if (field === null && /(^|,)\s*no-cache\s*(,|$)/i.test(headers.get('pragma') ?? '')) return PRAGMA_NO_CACHE;
  return readCacheControl(field);
}

/** Why a call passes the cache by, or undefined. */
export function bypassOf(
  { method, headers, init }: Pick<Call, 'method' | 'headers' | 'init'>,
  directives: CacheControl,
): CacheReason | undefined {
  if (method !== 'GET' && method !== 'HEAD') return 'method';
  if (init.cache === 'no-store' || directives.has('no-store')) return 'no-store';
  return CONDITIONS.some((name) => headers.has(name)) ? 'conditional' : undefined;
}
