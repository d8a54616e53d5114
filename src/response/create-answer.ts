import { createLazyAnswer } from './lazy-answer.ts';
import { type CreateAnswer, createPlainAnswer } from './plain-answer.ts';

let chosen: CreateAnswer | undefined;

/** The cheapest answer that will do here. @internal */
export const createAnswer: CreateAnswer = (head, from, source) => {
  // Not earlier: naming Response makes Node load all of its fetch.
  chosen ??= looksInside() ? createPlainAnswer : createLazyAnswer;
  return chosen(head, from, source);
};

/**
 * Whether the runtime looks inside of a `Response` that is handed to it. Those with a server of their own do; Node has
 * none, and its `Response` is JavaScript like all that takes it.
 */
function looksInside(): boolean {
  const isNode = globalThis.process?.release?.name === 'node' && !('Deno' in globalThis);
  return !isNode || /\[native code]/.test(String(Response));
}
