import type { LockOutcome } from './store.ts';

/** What a guard does with a request. */
export type Verdict =
  | { readonly kind: 'work' }
  | { readonly kind: 'replay'; readonly answer: Uint8Array }
  | { readonly kind: 'reused' }
  | { readonly kind: 'still-running'; readonly retryAfterS: number };

/** So that a client with a few attempts left does not spend them all on work that takes long. */
const LONGEST_RETRY_AFTER_S = 30;

/** Whether the key is for this request comes first: to another request, neither answer nor progress is its business. */
export function judge(outcome: LockOutcome, fingerprint: string): Verdict {
  if (outcome.kind === 'locked') return { kind: 'work' };
  if (outcome.fingerprint !== fingerprint) return { kind: 'reused' };
  if (outcome.kind === 'done') return { kind: 'replay', answer: outcome.answer };
  return { kind: 'still-running', retryAfterS: retryAfterS(outcome.runningForMs) };
}

/** As long again as the work has taken so far, since nobody knows more than that. */
function retryAfterS(runningForMs: number): number {
  return Math.min(LONGEST_RETRY_AFTER_S, Math.max(1, Math.ceil(runningForMs / 1000)));
}

/** Of one connection (RFC 9110, section 7.6.1), or made anew for each answer. */
const NOT_KEPT = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-connection',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The headers of an answer that are kept. Not those of a connection, and no cookie: it belonged to the session of the
 * first attempt, which may be over by the time of the second.
 */
export function headersToKeep(headers: Headers): [name: string, value: string][] {
  const named = new Set(
    (headers.get('connection') ?? '').split(',').map((name) => name.trim().toLowerCase()),
  );
  return [...headers].filter(([name]) => !NOT_KEPT.has(name) && !named.has(name));
}
