import { describe, expect, it, vi } from 'vitest';
import { type ClientOptions, createClient } from '../index.ts';
import { type Step, scripted } from '../test-support/scripted.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';

useFakeTime();

const URL_OF_IT = 'https://orders.example.com/';

async function limitsTold(options: ClientOptions, ...steps: Step[]): Promise<(string | null)[]> {
  const { fetch, sent } = scripted(...steps);
  const client = createClient({ fetch, deadlineHeader: 'x-deadline-ms', ...options });
  const call = client(URL_OF_IT).catch(() => {});
  await vi.advanceTimersByTimeAsync(60_000);
  await call;
  return sent.map(({ headers }) => headers.get('x-deadline-ms'));
}

const moved = (location: string) => new Response(null, { status: 307, headers: { location } });

describe('how long an answer is waited for', () => {
  it('is not told to the service', async () => {
    const { fetch, sent } = scripted(200);
    await createClient({ fetch })(URL_OF_IT);
    expect([...(sent[0]?.headers.keys() ?? [])]).toEqual([]);
  });

  it('is told where it is asked for: what is left of the deadline, less with each attempt', async () => {
    const options = {
      deadlineMs: 5_000,
      attemptTimeoutMs: false,
      retry: { waitsMs: [1_000, 2_500] },
    } as const;
    expect(await limitsTold(options, 503)).toEqual(['5000', '4000', '1500']);
  });

  it('is never more than the attempt may take: after that, nobody waits for it', async () => {
    const options = { deadlineMs: 5_000, attemptTimeoutMs: 2_000, retry: { firstWaitMs: 0 } };
    expect(await limitsTold(options, 'silence')).toEqual(['2000', '2000', '998']);
  });

  it('is in whole milliseconds', async () => {
    expect(await limitsTold({ attemptTimeoutMs: 99.7 }, 200)).toEqual(['99']);
  });

  it('is not told where there is no limit', async () => {
    expect(await limitsTold({ deadlineMs: false, attemptTimeoutMs: false }, 200)).toEqual([null]);
  });

  it('is told to the origin that the call began at, and to no other', async () => {
    const steps = [moved('/new'), moved('https://b.example.com/'), 200];
    expect(await limitsTold({}, ...steps)).toEqual(['10000', '10000', null]);
  });

  it.each(['', 'x deadline', 'Authorization', 'retry-after'])('has no header %j', (deadlineHeader) => {
    expect(() => createClient({ deadlineHeader })).toThrow(/deadlineHeader is .*such as 'x-deadline-ms'/);
  });

  it('has a header of its own', () => {
    const same = { attemptHeader: 'x-told', deadlineHeader: 'X-Told' };
    expect(() => createClient(same)).toThrow(/attemptHeader and deadlineHeader both name x-told/);
  });
});
