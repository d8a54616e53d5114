import { checkMs } from '../errors/check-ms.ts';
import { checkNames } from '../errors/check-names.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import { readRetryAfter } from '../retry/retry-after.ts';
import { ENGLISH } from './english.ts';
import type { ExplainOptions, Explanation } from './explanation.ts';
import { type Finding, findInCode, findInName, findInStatus, STATUS_OF } from './machine.ts';

/** @internal */
export const EXPLAIN_OPTIONS = [
  'feature',
  'keepsTrying',
  'retryAfterMs',
  'sentences',
] as const satisfies readonly (keyof ExplainOptions)[];

/**
 * Explains a failure to a user: what is the matter, that it is not theirs, and what happens next. Without blame, and
 * without anything of our insides.
 *
 * @param trouble - What was thrown, or an answer that the program did not expect. Its body is not touched.
 *
 * @throws A {@link HoldfastError} with code `options` where an option cannot be. For no `trouble` whatever.
 *
 * @example
 * ```ts
 * try {
 *   return show(await orders('latest'));
 * } catch (error) {
 *   const { sentence, status } = explain(error, { feature: 'your orders' });
 *   return page(sentence, status); // We cannot reach your orders just now. …
 * }
 * ```
 */
export function explain(trouble: unknown, options: ExplainOptions = {}): Explanation {
  checkNames('', options, EXPLAIN_OPTIONS);
  checkMs('retryAfterMs', options.retryAfterMs);
  const { feature = 'this service', keepsTrying = false, sentences } = options;
  const { matter, mayPass, askedMs } = find(trouble);
  const retryAfterMs = mayPass ? (askedMs ?? options.retryAfterMs) : undefined;
  const facts = { matter, status: STATUS_OF[matter], mayPass, retryAfterMs };
  const sentence = (sentences?.[matter] ?? ENGLISH[matter])({ ...facts, feature, keepsTrying });
  return { ...facts, sentence };
}

function find(trouble: unknown): Finding & { readonly askedMs?: number | undefined } {
  if (isHoldfastError(trouble)) {
    return { ...findInCode(trouble.code, trouble.isRetryable), askedMs: trouble.retryAfterMs };
  }
  if (isResponse(trouble)) {
    return { ...findInStatus(trouble.status), askedMs: readRetryAfter(trouble.headers, Date.now()) };
  }
  return findInName(
    typeof trouble === 'object' && trouble !== null ? Reflect.get(trouble, 'name') : undefined,
  );
}

/** By shape: a transport may bring a `Response` class of its own. */
function isResponse(value: unknown): value is Response {
  return (
    typeof value === 'object' && value !== null && 'status' in value && 'headers' in value && 'ok' in value
  );
}
