import { optionError } from '../errors/option-error.ts';

/** The URL of a call, where there is none that it could be relative to. @internal */
export function absoluteUrl(input: string): URL {
  const url = parseUrl(input);
  if (url === undefined) {
    throw optionError('The URL is not absolute, and the client has no baseUrl. Give one of the two.');
  }
  return checkedUrl(url);
}

/** Without a fragment. Throws at credentials. @internal */
export function checkedUrl(url: URL): URL {
  if (url.username !== '' || url.password !== '') {
    throw optionError(`The URL to ${url.host} holds a user name or a password. Send them in a header.`);
  }
  if (url.href.includes('#')) url.hash = '';
  return url;
}

/** The error of `new URL` carries its input, secrets included; so it is not kept. @internal */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
