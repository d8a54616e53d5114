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
  const base = origin === undefined ? undefined : splitOrigin(origin);
  if (target.startsWith('/')) {
    return { ...named(base), ...pathAndQuery(target), uri: base && `${base.text}${target}` };
  }
  if (target === '*') return { ...named(base), path: '/', query: '', uri: base?.text };
  if (target.includes('://')) {
    const own = splitOrigin(target);
    return { ...named(own), ...pathAndQuery(own.rest), uri: target };
  }
  // CONNECT: the authority itself (RFC 9112, section 3.2.3).
  const scheme = base?.scheme ?? 'https';
  const { authority } = named({ scheme, authority: target });
  return { scheme, authority, path: '/', query: '', uri: `${scheme}://${target}` };
}

interface SplitOrigin {
  /** Scheme and authority as they were given. */
  readonly text: string;
  readonly scheme: string;
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
  return { text: url.slice(0, end), scheme, authority, rest: url.slice(end) };
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: ':80', https: ':443' };

function named(origin: Pick<SplitOrigin, 'scheme' | 'authority'> | undefined) {
  if (origin === undefined) return { scheme: undefined, authority: undefined };
  const { scheme } = origin;
  const authority = origin.authority.toLowerCase();
  const port = DEFAULT_PORTS[scheme];
  const hasDefault = port !== undefined && authority.endsWith(port);
  const kept = hasDefault ? authority.slice(0, -port.length) : authority;
  return { scheme, authority: kept.endsWith(':') ? kept.slice(0, -1) : kept };
}

function pathAndQuery(target: string): { readonly path: string; readonly query: string } {
  const at = target.indexOf('?');
  const path = at === -1 ? target : target.slice(0, at);
  return { path: path === '' ? '/' : path, query: at === -1 ? '' : target.slice(at + 1) };
}

function invalid(problem: string): SignatureError {
  return new SignatureError({ code: 'message-invalid', message: `${problem}.` });
}
