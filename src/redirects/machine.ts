import type { CallBody } from '../body/call-body.ts';
import { NOT_PERSONAL } from '../core/not-personal.ts';

/** What a redirect's fate depends on. */
export interface Hop {
  readonly status: number;
  readonly location: string | null;
  readonly method: string;
  readonly url: string;
  readonly body: CallBody['kind'];
  /** How many redirects this call has followed. */
  readonly followed: number;
  readonly limit: number;
  readonly allowHttp: 'loopback' | undefined;
}

/** What to do with a response. */
export type HopDecision =
  | { readonly kind: 'answer' }
  | { readonly kind: 'refuse'; readonly code: 'redirect' | 'https-required'; readonly why: string }
  | {
      readonly kind: 'follow';
      readonly method: string;
      readonly url: string;
      /** The next request carries no body, and no header that describes one. */
      readonly dropsBody: boolean;
      /** The next request goes to another origin, which gets none of the credentials. */
      readonly leavesOrigin: boolean;
    };

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Whether a status sends on to another URL. */
export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}

/**
 * What becomes of a response: RFC 9110, section 15.4, and the redirect fetch of the Fetch standard, but stricter in
 * three points. https is never left; an unsafe method and a body never go to another origin; a URL with credentials is
 * not followed.
 */
export function decideHop(hop: Hop): HopDecision {
  const { status, location, method, body } = hop;
  if (!isRedirect(status) || location === null) return { kind: 'answer' };
  if (hop.followed >= hop.limit) return refuse(`redirected more than ${hop.limit} times`);
  const reference = fromUtf8(location);
  if (!URL.canParse(reference, hop.url)) return refuse('redirected to something that is not a URL');

  const from = new URL(hop.url);
  const to = new URL(reference, hop.url);
  to.hash = '';
  if (to.username !== '' || to.password !== '') return refuse('redirected to a URL that holds credentials');
  const refusal = refuseUrl(to, hop.allowHttp);
  if (refusal !== undefined || (from.protocol === 'https:' && to.protocol !== 'https:')) {
    return {
      kind: 'refuse',
      code: 'https-required',
      why: `redirected to ${to.protocol}//${to.host}, which is not https`,
    };
  }

  const becomesGet =
    ((status === 301 || status === 302) && method === 'POST') ||
    (status === 303 && method !== 'GET' && method !== 'HEAD');
  const nextMethod = becomesGet ? 'GET' : method;
  const nextBody = becomesGet ? 'none' : body;
  const leavesOrigin = to.origin !== from.origin;

  if (nextBody === 'one-shot')
    return refuse('redirected, but its body is a stream, which can be sent only once');
  if (leavesOrigin && !SAFE.has(nextMethod)) {
    return refuse(`redirected to another origin (${to.origin}), which ${nextMethod} must not follow to`);
  }
  if (leavesOrigin && nextBody !== 'none') {
    return refuse(`redirected to another origin (${to.origin}), which its body must not go to`);
  }
  return { kind: 'follow', method: nextMethod, url: to.href, dropsBody: becomesGet, leavesOrigin };
}

/** Methods that ask and change nothing: RFC 9110, section 9.2.1, and QUERY. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY']);

/** Servers put UTF-8 into `Location`, and `fetch` reads headers byte by byte. */
function fromUtf8(header: string): string {
  return new TextDecoder().decode(Uint8Array.from(header, (character) => character.charCodeAt(0)));
}

function refuse(why: string): HopDecision {
  return { kind: 'refuse', code: 'redirect', why };
}

/** Why a URL must not be called, or undefined if it may be. */
export function refuseUrl(url: URL, allowHttp: 'loopback' | undefined): string | undefined {
  if (url.protocol === 'https:') return undefined;
  if (url.protocol === 'http:' && allowHttp === 'loopback' && isLoopback(url.hostname)) return undefined;
  return `${url.protocol}//${url.host} is not https`;
}

/** `localhost` and names below it (RFC 6761, section 6.3), 127.0.0.0/8, and ::1. */
function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])\.?$/.test(hostname);
}

/** What a request that has become GET does not take along. With the body goes the key: GET changes nothing. */
const OF_A_BODY = new Set([
  'content-digest',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-type',
  'idempotency-key',
  'repr-digest',
]);

/**
 * The headers of the next request. Another origin gets only what is on a short list, since credentials come in headers
 * of any name: `Authorization`, `Cookie`, `X-API-Key`, a signature. What is taken away stays away, even if the chain
 * comes back.
 */
export function headersAfter(headers: Headers, hop: { dropsBody: boolean; leavesOrigin: boolean }): Headers {
  const next = new Headers();
  for (const [name, value] of headers) {
    if (hop.dropsBody && OF_A_BODY.has(name)) continue;
    if (hop.leavesOrigin && !NOT_PERSONAL.has(name)) continue;
    next.append(name, value);
  }
  return next;
}
