import { describe, expect, it } from 'vitest';
import { type ClientOptions, createClient } from '../index.ts';
import { scripted } from '../test-support/scripted.ts';

const URL_OF_IT = 'https://orders.example.com/';
const retry = { firstWaitMs: 0, shouldRetryHeader: 'x-should-retry' };

/** How many attempts come of an answer that says so. */
async function attemptsAfter(
  status: number,
  headers: Record<string, string>,
  options: ClientOptions = {},
  init: RequestInit = {},
): Promise<number> {
  const { fetch, sent } = scripted(() => new Response(null, { status, headers }));
  await createClient({ fetch, retry, ...options })(URL_OF_IT, init);
  return sent.length;
}

const NO = { 'x-should-retry': 'false' };
const YES = { 'x-should-retry': 'true' };
const withKey = { method: 'POST', headers: { 'idempotency-key': 'k-1' } };

describe('a service that says whether it wants to be asked again', () => {
  it.each([429, 500, 503])('is not asked again after a %d if it says no', async (status) => {
    expect(await attemptsAfter(status, NO)).toBe(1);
  });

  it('is not asked again for work that goes on, if it says no', async () => {
    const stillRunning = { 'retry-after': '0' };
    expect(await attemptsAfter(409, stillRunning, {}, withKey)).toBe(3);
    expect(await attemptsAfter(409, { ...stillRunning, ...NO }, {}, withKey)).toBe(1);
  });

  it.each([400, 404, 409, 501])('is asked again after a %d if it says yes', async (status) => {
    expect(await attemptsAfter(status, {})).toBe(1);
    expect(await attemptsAfter(status, YES)).toBe(3);
  });

  it.each([200, 204, 304])('has answered with a %d, whatever it says', async (status) => {
    expect(await attemptsAfter(status, YES)).toBe(1);
  });

  it('cannot have a call repeated that might be done twice', async () => {
    expect(await attemptsAfter(503, YES, {}, { method: 'POST' })).toBe(1);
    expect(await attemptsAfter(503, YES, {}, withKey)).toBe(3);
  });

  it('cannot have more repeated than the budget allows', async () => {
    const budget = { share: 0, floor: 1 };
    expect(await attemptsAfter(400, YES, { retry: { ...retry, budget } })).toBe(2);
  });

  it('is not heard where nobody agreed on the header', async () => {
    expect(await attemptsAfter(503, NO, { retry: { firstWaitMs: 0 } })).toBe(3);
    expect(await attemptsAfter(400, YES, { retry: { firstWaitMs: 0 } })).toBe(1);
    const stripe = { retry: { ...retry, shouldRetryHeader: 'stripe-should-retry' } };
    expect(await attemptsAfter(503, NO, stripe)).toBe(3);
    expect(await attemptsAfter(503, { 'stripe-should-retry': 'false' }, stripe)).toBe(1);
  });

  it.each(['', 'perhaps', '0', 'TRUE', 'true, false'])('has said nothing with %j', async (value) => {
    expect(await attemptsAfter(503, { 'x-should-retry': value })).toBe(3);
    expect(await attemptsAfter(400, { 'x-should-retry': value })).toBe(1);
  });

  it.each(['', 'should retry', 'Retry-After'])('has no header %j for it', (shouldRetryHeader) => {
    expect(() => createClient({ retry: { shouldRetryHeader } })).toThrow(
      /retry\.shouldRetryHeader is .*such as 'x-should-retry'/,
    );
  });
});
