import type { HoldfastErrorCode } from './holdfast-error.ts';

/** What a transport's error amounts to. @internal */
export interface Verdict {
  readonly code: HoldfastErrorCode;
  readonly isRetryable: boolean;
  /** In words, for the message. */
  readonly what: string;
}

const TIMEOUTS = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** Errors of a certificate or of the TLS protocol: they will be the same the next time. */
const TLS =
  /^(CERT_|ERR_TLS_|ERR_SSL_|CRL_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|EPROTO)/;

/** Errors of whoever put the request together. */
const MISUSE = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
]);

/** The transport itself has been shut down. */
const SHUT_DOWN = new Set(['UND_ERR_CLOSED', 'UND_ERR_DESTROYED']);

/**
 * What kind of failure a transport's error is. `fetch` throws one and the same `TypeError: fetch failed` for all of
 * them; the difference is in the chain of causes, and, where several addresses of a name were tried, in an
 * `AggregateError` at its end.
 *
 * @internal
 */
export function classify(error: unknown): Verdict {
  const codes = codesOf(error);
  const code = codes[0];

  if (codes.length > 0 && codes.every((each) => each === 'ECONNREFUSED')) {
    return { code: 'refused', isRetryable: true, what: 'the connection was refused' };
  }
  if (code !== undefined && TLS.test(code)) {
    return { code: 'network', isRetryable: false, what: `TLS failed (${code})` };
  }
  if (code !== undefined && MISUSE.has(code)) {
    return { code: 'options', isRetryable: false, what: `the transport did not accept the call (${code})` };
  }
  if (endOf(error) === 'bad port') {
    return { code: 'options', isRetryable: false, what: 'the port is one that fetch does not call' };
  }
  if (code !== undefined && SHUT_DOWN.has(code)) {
    return { code: 'network', isRetryable: false, what: `the transport is shut down (${code})` };
  }
  if (codes.some((each) => TIMEOUTS.has(each)) || nameOf(error) === 'TimeoutError') {
    return { code: 'timeout', isRetryable: true, what: 'the transport timed out' };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return { code: 'network', isRetryable: true, what: `the name could not be resolved (${code})` };
  }
  return { code: 'network', isRetryable: true, what: `the connection failed${code ? ` (${code})` : ''}` };
}

/** Whether the transport had been shut down, by us: it says nothing of the service. @internal */
export function isShutDown(error: unknown): boolean {
  return codesOf(error).some((code) => SHUT_DOWN.has(code));
}

/** The codes at the end of the chain of causes: one, or one for each address that was tried. */
function codesOf(error: unknown): string[] {
  const seen = new Set<unknown>();
  let codes: string[] = [];
  let current = error;
  while (typeof current === 'object' && current !== null && !seen.has(current)) {
    seen.add(current);
    if ('errors' in current && Array.isArray(current.errors) && current.errors.length > 0) {
      return current.errors.flatMap(codesOf);
    }
    if ('code' in current && typeof current.code === 'string') codes = [current.code];
    current = 'cause' in current ? current.cause : undefined;
  }
  return codes;
}

/** The message at the end of the chain of causes: for a port that is blocked, fetch gives no code. */
function endOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  return error.cause === undefined ? error.message : endOf(error.cause);
}

function nameOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined;
}
