import { optionError } from './option-error.ts';

/** RFC 9110, section 5.6.2: a token. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;

/** Headers that mean something already. */
const TAKEN =
  /^(authorization|cookie|content-.*|date|host|idempotency-key|retry-after|set-cookie|signature.*|traceparent|transfer-encoding)$/i;

/** @internal */
export function checkHeaderName(option: string, name: string | undefined, example: string): void {
  if (name === undefined) return;
  if (typeof name === 'string' && TOKEN.test(name) && !TAKEN.test(name)) return;
  throw optionError(
    `Option ${option} is ${JSON.stringify(name)}. Give the name of a header that means nothing else, such as '${example}'.`,
  );
}
