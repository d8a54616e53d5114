type FetchCode = 'network' | 'timeout' | 'refused';
export type ErrorCode = FetchCode | 'https-required' | 'deadline' | 'circuit-open' | 'down';

/** There was no answer: `code` says why, `cause` keeps what really happened. */
export class ClientError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, url: URL, cause?: unknown) {
    super(`No answer from ${url.origin}${url.pathname}: ${code}`, { cause });
    this.code = code;
  }
}

const codes: Record<string, ErrorCode> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
};

/** fetch says the same of every failure; they differ in the code of its cause. */
export function codeOf(error: unknown): ErrorCode {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error) || !('code' in cause)) return 'network';
  return codes[String(cause.code)] ?? 'network';
}
