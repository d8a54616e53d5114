import { SignatureError } from './signature-error.ts';

/** What the derived components take from where a request went (RFC 9421, section 2.2). @internal */
export interface TargetParts {
  /** Undefined where nobody said at which origin a target that is only a path has arrived. */
  readonly uri: string | undefined;
  /** In lower case. */
  readonly scheme: string | undefined;
  /** In lower case, without the default port of the scheme. */
  readonly authority: string | undefined;
  /** As it was sent: nothing is decoded, and no dots are resolved. */
  readonly path: string;
  /** Without its `?`. Empty where there is none. */
  readonly query: string;
}

/**
 * Takes a request target apart, in any of its forms (RFC 9112, section 3.2). By hand: `new URL` resolves dots, encodes
 * quotes, and drops ports and empty queries, none of which the signer did.
 *
 * @throws A {@link SignatureError} with code `message-invalid`.
 *
 * @internal
 */
export function targetParts(target: string, origin: string | undefined): TargetParts {
  if (!/^[!-~]+$/.test(target) || target.includes('#'))
    throw invalid('The request target holds what no target can hold');
  const base = origin === undefined ? undefined : knownOrigin(origin);
  if (target.startsWith('/')) return partsOf(base, target, base && `${base.text}${target}`);
  if (target === '*') return partsOf(base, '/', base?.text);
  if (target.includes('://')) {
    const own = splitOrigin(target);
    return partsOf(own, own.rest, target);
  }
  // CONNECT: the authority itself (RFC 9112, section 3.2.3).
  const scheme = base?.scheme ?? 'https';
  return partsOf({ scheme, authority: normalised(target, scheme) }, '/', `${scheme}://${target}`);
}

function partsOf(
  origin: Pick<SplitOrigin, 'scheme' | 'authority'> | undefined,
  rest: string,
  uri: string | undefined,
): TargetParts {
  const at = rest.indexOf('?');
  const path = at === -1 ? rest : rest.slice(0, at);
  return {
    uri,
    scheme: origin?.scheme,
    authority: origin?.authority,
    path: path === '' ? '/' : path,
    query: at === -1 ? '' : rest.slice(at + 1),
  };
}

/** Most programs have one origin, or a few that take turns. */
let lastOrigin: { readonly origin: string; readonly split: SplitOrigin } | undefined;

function knownOrigin(origin: string): SplitOrigin {
  if (lastOrigin?.origin !== origin) lastOrigin = { origin, split: splitOrigin(origin) };
  return lastOrigin.split;
}

interface SplitOrigin {
  /** Scheme and authority as they were given. */
  readonly text: string;
  readonly scheme: string;
  /** In lower case, without the default port of the scheme. */
  readonly authority: string;
  readonly rest: string;
}

function splitOrigin(url: string): SplitOrigin {
  const schemeEnd = url.indexOf('://');
  const scheme = url.slice(0, Math.max(0, schemeEnd)).toLowerCase();
  const start = schemeEnd + 3;
  const length = url.slice(start).search(/[/?#]/);
  const end = length === -1 ? url.length : start + length;
  const authority = url.slice(start, end);
  if (!/^[a-z][a-z0-9+.-]*$/.test(scheme) || authority === '' || authority.includes('@')) {
    throw invalid('The origin of the request is not one such as https://api.example.com');
  }
  return { text: url.slice(0, end), scheme, authority: normalised(authority, scheme), rest: url.slice(end) };
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: ':80', https: ':443' };

function normalised(given: string, scheme: string): string {
  const authority = given.toLowerCase();
  const port = DEFAULT_PORTS[scheme];
  const hasDefault = port !== undefined && authority.endsWith(port);
  const kept = hasDefault ? authority.slice(0, -port.length) : authority;
  return kept.endsWith(':') ? kept.slice(0, -1) : kept;
}

function invalid(problem: string): SignatureError {
  return new SignatureError({ code: 'message-invalid', message: `${problem}.` });
}
