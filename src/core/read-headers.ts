import { optionError } from '../errors/option-error.ts';

/** What `RequestInit` takes as headers. */
export type HeadersGiven = NonNullable<RequestInit['headers']>;

/**
 * A copy of the given headers. The error of `new Headers` quotes the value that does not fit, which may well be a
 * credential with a line break at its end; so ours names no value and keeps no cause.
 *
 * @internal
 */
export function readHeaders(given: HeadersGiven | undefined, whose: string): Headers {
  try {
    return new Headers(given);
  } catch {
    throw optionError(`${whose} hold a name or a value that no header can have, such as a line break.`);
  }
}
