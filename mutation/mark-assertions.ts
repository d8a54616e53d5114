import { afterEach } from 'vitest';
import { ASSERTION } from './judge.ts';

/**
 * Stryker takes the first test that fails, and keeps only the message. So a failed assertion says in its message that it
 * is one. A test that failed in another way counts as passed, so that the others have their turn: whether all pass
 * while nothing is changed is for `npm test` to say.
 */
afterEach(({ task }) => {
  if (task.result === undefined) return;
  const assertions = (task.result.errors ?? []).filter(isAssertion);
  for (const error of assertions) error.message = `${ASSERTION}${error.message}`;
  if (task.result.state !== 'fail') return;
  task.result.errors = assertions;
  if (assertions.length === 0) task.result.state = 'pass';
});

/** Of a property, the assertion that failed is the cause. */
function isAssertion(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('name' in error && error.name === 'AssertionError') return true;
  return 'cause' in error && isAssertion(error.cause);
}
