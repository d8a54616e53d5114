import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

it('a bad day ends in an answer or in a sentence for the user', async () => {
  const { stdout } = await run(
    process.execPath,
    ['--import', './coach/register.mjs', 'examples/bad-day.ts'],
    { cwd: new URL('..', import.meta.url) },
  );

  expect(stdout.trimEnd().split('\n')).toEqual([
    'The service is slow.',
    '  attempt 1',
    '  attempt 2',
    '  the answer: 200 Order 17: on its way.',
    '  the user reads: Order 17: on its way.',
    'The service is overloaded.',
    '  attempt 1',
    '  attempt 2',
    '  attempt 3',
    '  alert: A call to the service failed after all retries (503).',
    '  the answer: 503 Too many orders.',
    '  the user reads: Orders cannot be shown right now.',
    'The service is gone.',
    '  attempt 1',
    '  attempt 2',
    '  alert: The circuit of the service opened (refused): it is left alone for a while.',
    '  alert: A call to the service failed after all retries (refused).',
    '  no answer: refused, after 2 attempts',
    '  the user reads: The service is not running at the moment. Please try again later.',
    'It is still gone, and is not asked.',
    '  no answer: circuit-open, after 0 attempts',
    '  the user reads: The service is having trouble and is not asked at the moment. Please try again later.',
  ]);
}, 20_000);
