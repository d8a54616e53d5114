import { HoldfastError } from '../errors/holdfast-error.ts';

/** An absolute URL starts like this; anything else is a path below the base. */
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\//i;

/**
 * The URL a client's calls start from, checked: absolute, without credentials, query string or fragment, and without a
 * slash at its end.
 *
 * @internal
 */
export function parseBaseUrl(given: string | URL): URL {
  const url = parse(String(given));
  const problem =
    url === undefined || !ABSOLUTE.test(String(given))
      ? 'is not an absolute URL'
      : url.username !== '' || url.password !== ''
        ? 'holds credentials'
        : url.search !== '' || url.hash !== ''
          ? 'holds a query string or a fragment'
          : undefined;
  if (url === undefined || problem !== undefined) {
    throw new HoldfastError({
      code: 'options',
      message: `Option baseUrl ${problem}. Give something like 'https://api.example.com/v1'.`,
    });
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
  const url = ABSOLUTE.test(input) || base === undefined ? parse(input) : below(base, input);
  if (url === undefined) {
    throw new HoldfastError({
      code: 'options',
      message:
        base === undefined
          ? 'The URL is not absolute, and the client has no baseUrl. Give one of the two.'
          : 'The URL cannot be parsed.',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new HoldfastError({
      code: 'options',
      message: `The URL to ${url.host} holds a user name or a password. Send them in a header.`,
    });
  }
  if (url.href.includes('#')) url.hash = '';
  return url;
}

function below(base: URL, input: string): URL | undefined {
  const path = base.pathname.replace(/\/$/, '');
  const relative = input.replace(/^\//, '');
  const joined = relative === '' || /^[?#]/.test(relative) ? `${path}${relative}` : `${path}/${relative}`;
  const url = parse(`${base.origin}${joined}`);
  if (url !== undefined && url.pathname !== path && !url.pathname.startsWith(`${path}/`)) {
    throw new HoldfastError({
      code: 'options',
      message: `The path leaves the client's baseUrl (${base.origin}${base.pathname}) by "..". Encode what comes from elsewhere.`,
    });
  }
  return url;
}

/** The error of `new URL` carries its input, secrets included; so it is not kept. */
function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
