import { expect, test } from 'vitest';
import { allFixtures, tryFixtures } from './try-fixtures.ts';

// One for each kind of failure and for each other light. All of them run in fixtures.long.test.ts.
tryFixtures([
  'amber-before-each',
  'amber-error-in-test',
  'amber-exit-in-test',
  'amber-forgotten-await-of-rejects',
  'amber-import-without-ending',
  'amber-missing-export',
  'amber-syntax-in-client',
  'amber-throw-at-top-level-of-test',
  'amber-unexpected-request-swallowed',
  'amber-unhandled-rejection',
  'green-only',
  'green-passes',
  'green-rejection-handled-late',
  'nothing-misnamed-file',
  'nothing-only-skipped',
  'red-assertion',
  'red-rejects',
  'red-throw-in-client',
  'red-timeout',
]);

test('there is one for each light', () => {
  const lights = new Set(allFixtures.map((name) => name.split('-')[0]));
  expect([...lights].sort()).toEqual(['amber', 'green', 'nothing', 'red']);
});
