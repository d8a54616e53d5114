import { optionError } from '../errors/option-error.ts';
import { absoluteUrl, checkedUrl, parseUrl } from './absolute-url.ts';

/** An absolute URL starts like this; anything else is a path below the base. */
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\//i;

/**
 * The URL a client's calls start from, checked: absolute, without credentials, query string or fragment, and without a
 * slash at its end.
 *
 * @internal
 */
export function parseBaseUrl(given: string | URL): URL {
  const url = parseUrl(String(given));
  const problem =
    url === undefined || !ABSOLUTE.test(String(given))
      ? 'is not an absolute URL'
      : url.username !== '' || url.password !== ''
        ? 'holds credentials'
        : url.search !== '' || url.hash !== ''
          ? 'holds a query string or a fragment'
          : undefined;
  if (url === undefined || problem !== undefined) {
    throw optionError(`Option baseUrl ${problem}. Give something like 'https://api.example.com/v1'.`);
  }
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

/**
 * What a call's input means. Relative inputs go below the path of the base URL, with or without a leading slash, and
 * never out of it: ids that come from elsewhere end up in paths.
 *
 * @internal
 */
export function resolveUrl(input: string, base: URL | undefined): URL {
  if (base === undefined) return absoluteUrl(input);
  const url = ABSOLUTE.test(input) ? parseUrl(input) : below(base, input);
  if (url === undefined) throw optionError('The URL cannot be parsed.');
  return checkedUrl(url);
}

function below(base: URL, input: string): URL | undefined {
  const path = base.pathname.replace(/\/$/, '');
  const relative = input.replace(/^\//, '');
  const joined = relative === '' || /^[?#]/.test(relative) ? `${path}${relative}` : `${path}/${relative}`;
  const url = parseUrl(`${base.origin}${joined}`);
  if (url !== undefined && url.pathname !== path && !url.pathname.startsWith(`${path}/`)) {
    throw optionError(
      `The path leaves the client's baseUrl (${base.origin}${base.pathname}) by "..". Encode what comes from elsewhere.`,
    );
  }
  return url;
}
