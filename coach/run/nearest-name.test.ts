import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

test.each([
  ['error.ts', ['errors.ts', 'index.ts'], 'errors.ts'],
  ['retyr.ts', ['retry.ts', 'index.ts'], 'retry.ts'],
  ['Retry.ts', ['retries.ts', 'retry.ts'], 'retry.ts'],
  ['isup.ts', ['is-up.ts', 'index.ts'], 'is-up.ts'],
  ['send.ts', ['index.ts', 'retry.ts'], undefined],
  // Two are as near: neither is said.
  ['limid.ts', ['limit.ts', 'limed.ts'], undefined],
])('%s among %o means %s', (meant, names, expected) => {
  expect(nearestName(meant, names)).toBe(expected);
});
