import type { CacheMode } from '../core/cache-mode.ts';
import type { CacheReason } from '../core/call-event.ts';
import { type CacheControl, msOf } from './cache-control.ts';
import { ageMsOf, type Entry } from './entry.ts';

/** What decides where the answer to a request comes from. Time comes in. */
export interface Lookup {
  /** `init.cache`. */
  readonly mode: CacheMode;
  /** Of the request. */
  readonly directives: CacheControl;
  readonly entry: Entry | undefined;
  /** Whether answers to other requests for the same URL are kept. */
  readonly hasOthers: boolean;
  /** Whether something has changed what the URL stands for since the answer was asked for. */
  readonly isInvalidated: boolean;
  readonly nowMs: number;
  /** The operator's floor under `stale-if-error`. */
  readonly staleIfErrorMs: number;
}

export type Decision =
  /** From what is kept. */
  | {
      readonly kind: 'answer';
      readonly result: 'hit' | 'stale';
      readonly because: CacheReason;
      readonly ageMs: number;
      /** Asks for a new one besides. */
      readonly refreshes: boolean;
    }
  /** From the service. */
  | {
      readonly kind: 'ask';
      readonly because: CacheReason;
      /** Whether what is kept may be confirmed. */
      readonly validates: boolean;
      /** Whether what is kept is given if the service fails. */
      readonly staleIfError: boolean;
    }
  /** 504, since nothing may be asked. */
  | { readonly kind: 'refuse' };

/** Where the answer comes from: RFC 9111, sections 4 and 5.2.1, RFC 5861, and the cache modes of the Fetch standard. */
export function decide(lookup: Lookup): Decision {
  const { mode, directives, entry, hasOthers, isInvalidated, nowMs } = lookup;
  const asksNobody = mode === 'only-if-cached' || directives.has('only-if-cached');
  if (entry === undefined) {
    if (asksNobody) return REFUSE;
    // One of the others may be what this request is answered with too.
    return hasOthers && mode !== 'reload' ? validate('vary') : ask('nothing-kept');
  }
  if (mode === 'reload') return ask('reload');

  const ageMs = ageMsOf(entry, nowMs);
  const leftMs = entry.lifetimeMs - ageMs;
  const result = leftMs > 0 && !isInvalidated ? 'hit' : 'stale';
  const answer = (because: CacheReason, refreshes = false): Decision => ({
    kind: 'answer',
    result,
    because: result === 'hit' ? 'fresh' : because,
    ageMs,
    refreshes,
  });
  if (mode === 'force-cache' || mode === 'only-if-cached') return answer('force-cache');

  const objection = objectionTo(lookup, entry, ageMs);
  if (objection !== undefined) return asksNobody ? REFUSE : validate(objection);
  if (leftMs > 0) return answer('fresh');

  const staleMs = -leftMs;
  if (!entry.mustRevalidate) {
    if (staleMs <= maxStaleMs(directives)) return answer('max-stale');
    const isBounded = directives.has('max-age') || directives.has('min-fresh');
    if (!asksNobody && !isBounded && staleMs < entry.staleWhileRevalidateMs) {
      return answer('stale-while-revalidate', true);
    }
  }
  if (asksNobody) return REFUSE;
  const allowedMs = Math.max(
    entry.staleIfErrorMs,
    lookup.staleIfErrorMs,
    msOf(directives, 'stale-if-error') ?? 0,
  );
  return validate('expired', !entry.mustRevalidate && staleMs < allowedMs);
}

const REFUSE: Decision = { kind: 'refuse' };

function ask(because: CacheReason): Decision {
  return { kind: 'ask', because, validates: false, staleIfError: false };
}

function validate(because: CacheReason, staleIfError = false): Decision {
  return { kind: 'ask', because, validates: true, staleIfError };
}

/** Why what is kept must not be given without asking, however fresh it is. */
function objectionTo(
  { mode, directives, isInvalidated }: Lookup,
  entry: Entry,
  ageMs: number,
): CacheReason | undefined {
  if (mode === 'no-cache' || directives.has('no-cache') || entry.isNoCache) return 'no-cache';
  if (isInvalidated) return 'invalidated';
  const maxAgeMs = msOf(directives, 'max-age');
  if (maxAgeMs !== undefined && ageMs >= maxAgeMs) return 'max-age';
  const minFreshMs = msOf(directives, 'min-fresh');
  if (minFreshMs !== undefined && entry.lifetimeMs - ageMs <= minFreshMs) return 'min-fresh';
  return undefined;
}

/** Without a value, any staleness will do (RFC 9111, section 5.2.1.2). */
function maxStaleMs(directives: CacheControl): number {
  if (directives.get('max-stale')?.includes('')) return Number.POSITIVE_INFINITY;
  return msOf(directives, 'max-stale') ?? -1;
}
