import { AssertionError } from 'node:assert';
import { type HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';

/** The HoldfastError that `work` rejects with. Anything else fails the test. */
export async function errorOf(work: Promise<unknown>): Promise<HoldfastError> {
  const error = await work.then(
    (value) => new AssertionError({ message: `Expected a rejection, got ${String(value)}` }),
    (reason: unknown) => reason,
  );
  if (!isHoldfastError(error)) throw error;
  return error;
}
