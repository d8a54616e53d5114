import { fieldsOf, isWhole, listOf, msOf, readCacheControl } from './cache-control.ts';
import { freshnessOf } from './freshness.ts';

/** What of a request an answer was chosen by: the header, and its value, hashed unless it says nothing of who calls. @internal */
export type VaryValue = readonly [name: string, value: string | null];

/** What is written down of an answer. @internal */
export interface EntryParts {
  readonly status: number;
  readonly statusText: string;
  /** Names in lower case. Several of a name only for `set-cookie`. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array<ArrayBuffer> | null;
  readonly vary: readonly VaryValue[];
  /** Milliseconds since 1970. */
  readonly requestedAtMs: number;
  readonly receivedAtMs: number;
  /** When it was asked for, in the order of things in this process. Undefined for one of another process. */
  readonly order: number | undefined;
}

/** An answer that is kept, and what follows from its headers. Never changed, only replaced. @internal */
export interface Entry extends EntryParts {
  /** For how long it is fresh, counted from its origination. */
  readonly lifetimeMs: number;
  /** How old it was when it came. */
  readonly initialAgeMs: number;
  readonly isNoCache: boolean;
  readonly mustRevalidate: boolean;
  readonly staleWhileRevalidateMs: number;
  readonly staleIfErrorMs: number;
}

/** @internal */
export function createEntry(parts: EntryParts, heuristics: boolean): Entry {
  const { headers, requestedAtMs, receivedAtMs, status, statusText, body, vary, order } = parts;
  const directives = readCacheControl(headerOf(headers, 'cache-control'));
  const { lifetimeMs, initialAgeMs } = freshnessOf({
    status,
    directives,
    header: (name) => headerOf(headers, name),
    requestedAtMs,
    receivedAtMs,
    heuristics,
  });
  return {
    status,
    statusText,
    headers,
    body,
    vary,
    requestedAtMs,
    receivedAtMs,
    order,
    lifetimeMs,
    initialAgeMs,
    isNoCache: isWhole(directives, 'no-cache'),
    mustRevalidate: directives.has('must-revalidate'),
    staleWhileRevalidateMs: msOf(directives, 'stale-while-revalidate') ?? 0,
    staleIfErrorMs: msOf(directives, 'stale-if-error') ?? 0,
  };
}

/** @internal */
export function headerOf(headers: EntryParts['headers'], name: string): string | null {
  return headers.find(([each]) => each === name)?.[1] ?? null;
}

/** How old an answer is (RFC 9111, section 4.2.3). A clock that was set back makes nothing younger than it came. @internal */
export function ageMsOf({ initialAgeMs, receivedAtMs }: Entry, nowMs: number): number {
  return initialAgeMs + Math.max(0, nowMs - receivedAtMs);
}

/** Of one connection, and not of the answer: RFC 9111, section 3.1, and RFC 9110, section 7.6.1. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The headers of an answer that are kept: not those of the connection, and not those that must not be used without
 * asking (RFC 9111, sections 5.2.2.4 and 5.2.2.7).
 *
 * @internal
 */
export function keptHeaders(headers: Headers): [string, string][] {
  const directives = readCacheControl(headers.get('cache-control'));
  const dropped = new Set([
    ...listOf(headers.get('connection')),
    ...fieldsOf(directives, 'no-cache'),
    ...fieldsOf(directives, 'private'),
  ]);
  return [...headers].filter(([name]) => !HOP_BY_HOP.has(name) && !dropped.has(name));
}
