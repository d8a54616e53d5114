import { readHttpDate } from '../time/read-http-date.ts';
import { type CacheControl, msOf } from './cache-control.ts';

/** What the freshness of an answer depends on. */
export interface Facts {
  readonly status: number;
  readonly directives: CacheControl;
  readonly header: (name: string) => string | null;
  readonly requestedAtMs: number;
  readonly receivedAtMs: number;
  /** Whether an answer without an explicit lifetime has one. */
  readonly heuristics: boolean;
}

/** RFC 9110, section 15.1. 206 is left out: a part is never kept. */
export const HEURISTIC_STATUSES: ReadonlySet<number> = new Set([
  200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501,
]);

const DAY_MS = 86_400_000;

/** How long an answer is fresh, and how old it came: RFC 9111, sections 4.2.1 to 4.2.3, for a private cache. */
export function freshnessOf(facts: Facts): { readonly lifetimeMs: number; readonly initialAgeMs: number } {
  const { header, requestedAtMs, receivedAtMs } = facts;
  const dateMs = readHttpDate(header('date') ?? '') ?? receivedAtMs;
  const apparentAgeMs = Math.max(0, receivedAtMs - dateMs);
  const correctedAgeMs = readAge(header('age')) + Math.max(0, receivedAtMs - requestedAtMs);
  return {
    lifetimeMs: lifetimeOf(facts, dateMs),
    initialAgeMs: Math.max(apparentAgeMs, correctedAgeMs),
  };
}

function lifetimeOf({ directives, header, status, heuristics }: Facts, dateMs: number): number {
  const maxAgeMs = msOf(directives, 'max-age');
  if (maxAgeMs !== undefined) return maxAgeMs;
  const expires = header('expires');
  // What is no date means that it has expired (section 5.3).
  if (expires !== null) return Math.max(0, (readHttpDate(expires) ?? dateMs) - dateMs);

  const modifiedMs = readHttpDate(header('last-modified') ?? '');
  if (!heuristics || modifiedMs === undefined) return 0;
  if (!HEURISTIC_STATUSES.has(status) && !directives.has('public')) return 0;
  return Math.min(DAY_MS, Math.max(0, dateMs - modifiedMs) / 10);
}

/** `Age`, in milliseconds: its first member, and nothing where that is not a number (section 5.1). */
function readAge(field: string | null): number {
  const [first = ''] = field?.split(',') ?? [];
  return /^\s*\d+\s*$/.test(first) ? Number(first) * 1000 : 0;
}
