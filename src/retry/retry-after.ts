import { readHttpDate } from '../time/read-http-date.ts';

/**
 * How long the service asks to be left alone, in milliseconds; undefined where it does not say, or says it in no form
 * that RFC 9110, section 10.2.3, knows. A date in the past means 0.
 *
 * A date is measured against the answer's own `Date`, where there is one: both are of the service's clock, and ours may
 * differ from it.
 *
 * @param nowMs - Milliseconds since 1970.
 */
export function readRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const atMs = readHttpDate(value);
  if (atMs === undefined) return undefined;
  return Math.max(0, atMs - (readHttpDate(headers.get('date')?.trim() ?? '') ?? nowMs));
}
