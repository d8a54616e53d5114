import type { CacheRefusal } from '../core/call-event.ts';
import { listOf, msOf, readCacheControl } from './cache-control.ts';
import { HEURISTIC_STATUSES } from './freshness.ts';

/** What decides whether an answer may be kept. */
export interface StorableQuestion {
  readonly status: number;
  readonly headers: Headers;
  /** Whether a part was asked for. */
  readonly isRange: boolean;
  /** Whether callers without a name share it. */
  readonly isAnonymous: boolean;
  readonly maxEntryBytes: number;
}

/** Statuses whose rules are followed here. */
const UNDERSTOOD = new Set([...HEURISTIC_STATUSES, 302, 303, 307]);

/**
 * Why an answer must not be kept, or undefined if it may: RFC 9111, section 3, for a private cache. What could only ever be
 * asked for again, for want of a lifetime and of a validator, is not worth keeping.
 */
export function refusalOf(question: StorableQuestion): CacheRefusal | undefined {
  const { status, headers, isRange, isAnonymous, maxEntryBytes } = question;
  const directives = readCacheControl(headers.get('cache-control'));
  if (status < 200 || status === 206 || status === 304 || (isRange && status !== 200)) return 'partial';
  if (directives.has('must-understand')) {
    if (!UNDERSTOOD.has(status)) return 'status';
  } else if (directives.has('no-store')) return 'no-store';
  if (listOf(headers.get('vary')).includes('*')) return 'vary-any';
  // It names a caller who had no name when the answer was asked for, and the next such caller is another.
  if (isAnonymous && headers.has('set-cookie')) return 'set-cookie';

  const isExplicit = directives.has('max-age') || headers.has('expires');
  if (!isExplicit && !directives.has('public') && !HEURISTIC_STATUSES.has(status)) return 'status';
  const isOfUse =
    headers.has('etag') ||
    headers.has('last-modified') ||
    (isExplicit && msOf(directives, 'max-age') !== 0) ||
    directives.has('stale-if-error') ||
    directives.has('stale-while-revalidate');
  if (!isOfUse) return 'no-freshness';
  return Number(headers.get('content-length') ?? 0) > maxEntryBytes ? 'too-large' : undefined;
}
