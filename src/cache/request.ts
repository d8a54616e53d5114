import type { Call } from '../core/call.ts';
import type { CacheReason } from '../core/call-event.ts';
import { NOT_PERSONAL } from '../core/not-personal.ts';
import { type CacheControl, readCacheControl } from './cache-control.ts';

/** What the cache needs to know of a request. @internal */
export interface CacheableRequest {
  /** Why it passes the cache by, or undefined. */
  readonly bypass: CacheReason | undefined;
  readonly directives: CacheControl;
  readonly range: string | undefined;
  /** The names and values of all headers that may say who calls. */
  readonly personal: readonly string[];
}

const PRAGMA_NO_CACHE: CacheControl = new Map([['no-cache', ['']]]);

/** Of one call, for whoever follows its way through several services. */
const OF_THE_CALL = new Set(['x-correlation-id', 'x-request-id']);

/**
 * Reads a request, each header once: a hit costs little more than that.
 *
 * @internal
 */
export function readRequest(
  { method, headers, init }: Pick<Call, 'method' | 'headers' | 'init'>,
  impersonalHeaders: readonly string[],
): CacheableRequest {
  let cacheControl: string | undefined;
  let pragma = '';
  let range: string | undefined;
  let isConditional = false;
  const personal: string[] = [];
  for (const [name, value] of headers) {
    if (!NOT_PERSONAL.has(name)) {
      if (!OF_THE_CALL.has(name) && !impersonalHeaders.includes(name)) personal.push(name, value);
    } else if (name === 'cache-control') cacheControl = value;
    else if (name === 'pragma') pragma = value;
    else if (name === 'range') range = value;
    // By these a caller does its own validating, as `fetch` has it.
    else if (name.startsWith('if-')) isConditional = true;
  }
  // It stands in for a `Cache-Control` that is not there (RFC 9111, section 5.4).
  const isPragma = cacheControl === undefined && /(^|,)\s*no-cache\s*(,|$)/i.test(pragma);
  const directives = isPragma ? PRAGMA_NO_CACHE : readCacheControl(cacheControl);
  return { bypass: bypassOf(), directives, range, personal };

  function bypassOf(): CacheReason | undefined {
    if (method !== 'GET' && method !== 'HEAD') return 'method';
    if (init.cache === 'no-store' || directives.has('no-store')) return 'no-store';
    return isConditional ? 'conditional' : undefined;
  }
}
