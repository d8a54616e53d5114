/** What a problem document says: RFC 9457. @internal */
export interface Problem {
  readonly status: number;
  /** For programs. It becomes the last part of `type`. */
  readonly code: string;
  readonly detail: string;
  readonly retryAfterS?: number;
  /** Where a person can read more. */
  readonly helpUrl: string | undefined;
}

const PHRASES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  422: 'Unprocessable Content',
  499: 'Client Closed Request',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/**
 * An `application/problem+json` answer. Without a `helpUrl` there is no `type`, which means `about:blank`: then the title
 * is that of the status (RFC 9457, section 4.2.1).
 *
 * @internal
 */
export function problem({ status, code, detail, retryAfterS, helpUrl }: Problem): Response {
  const title = PHRASES[status] ?? String(status);
  const type = helpUrl === undefined ? {} : { type: withFragment(helpUrl, code) };
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  if (retryAfterS !== undefined) headers.set('retry-after', String(retryAfterS));
  if (helpUrl !== undefined) headers.set('link', `<${new URL(helpUrl).href}>; rel="help"`);
  return new Response(JSON.stringify({ ...type, title, status, detail, code }), { status, headers });
}

function withFragment(helpUrl: string, code: string): string {
  const url = new URL(helpUrl);
  url.hash = code;
  return url.href;
}
