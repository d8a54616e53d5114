import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ClientOptions, createClient } from '../index.ts';
import { type Step, scripted } from '../test-support/scripted.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function attemptsTold(options: ClientOptions, ...steps: Step[]): Promise<(string | null)[]> {
  const { fetch, sent } = scripted(...steps);
  const client = createClient({ fetch, retry: { waitsMs: [10, 10] }, ...options });
  const call = client('https://orders.example.com/').catch(() => {});
  await vi.advanceTimersByTimeAsync(100);
  await call;
  return sent.map(({ headers }) => headers.get('x-attempt'));
}

const moved = (location: string) => new Response(null, { status: 307, headers: { location } });
const options = { attemptHeader: 'x-attempt' };

describe('the number of the attempt', () => {
  it('is not told to the service', async () => {
    expect(await attemptsTold({}, 503)).toEqual([null, null, null]);
  });

  it('is told from the second on, where it is asked for', async () => {
    expect(await attemptsTold(options, 503)).toEqual([null, '2', '3']);
  });

  it('begins anew with each URL of the same origin', async () => {
    expect(await attemptsTold(options, 503, moved('/new'), 503, 200)).toEqual([null, '2', null, '2']);
  });

  it('is not told to another origin', async () => {
    expect(await attemptsTold(options, moved('https://b.example.com/'), 503, 200)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it.each(['', 'x attempt', 'Authorization', 'idempotency-key', 'content-length'])(
    'has no header %j',
    (attemptHeader) => {
      expect(() => createClient({ attemptHeader })).toThrow(/attemptHeader is .*such as 'x-attempt'/);
    },
  );
});
