import { expect, onTestFinished, test, vi } from 'vitest';
import { fakeKata } from './fake-workbook.ts';
import { restingJudge } from './resting-judge.ts';
import type { Judge } from './start-judge.ts';

const minute = 60_000;

/** Judges that tell how many of them there are. */
function judges() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const alive = new Set<Judge>();
  let finish: (missing: string[]) => void = () => {};
  let started = 0;
  const start = (): Judge => {
    started += 1;
    const judge: Judge = {
      judge: () => Promise.reject(new Error('Not asked for here.')),
      missing: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
      close: async () => void alive.delete(judge),
    };
    alive.add(judge);
    return judge;
  };
  return {
    resting: restingJudge(start, 3 * minute),
    alive: () => alive.size,
    started: () => started,
    finish: () => finish([]),
  };
}

test('the process ends when nobody needs it, and the next key starts another', async () => {
  const { resting, alive, started } = judges();
  expect(started()).toBe(0);
  resting.warm();
  await vi.advanceTimersByTimeAsync(2 * minute);
  resting.warm();
  await vi.advanceTimersByTimeAsync(2 * minute);
  expect([alive(), started()]).toEqual([1, 1]);

  await vi.advanceTimersByTimeAsync(2 * minute);
  expect(alive()).toBe(0);
  resting.warm();
  expect([alive(), started()]).toEqual([1, 2]);
});

test('it never ends while it judges, however long that takes, nor after a key pressed meanwhile', async () => {
  const { resting, alive, finish } = judges();
  const missing = resting.missing(fakeKata);
  resting.warm();
  await vi.advanceTimersByTimeAsync(10 * minute);
  expect(alive()).toBe(1);

  finish();
  await missing;
  await vi.advanceTimersByTimeAsync(2 * minute);
  expect(alive()).toBe(1);
  await vi.advanceTimersByTimeAsync(2 * minute);
  expect(alive()).toBe(0);
});

test('closed, it leaves neither process nor timer', async () => {
  const { resting, alive } = judges();
  resting.warm();
  await resting.close();
  expect([alive(), vi.getTimerCount()]).toEqual([0, 0]);
});

test('once it is closed, a judgement that was still waiting starts no process', async () => {
  const { resting, alive } = judges();
  resting.warm();
  await resting.close();
  await expect(resting.missing(fakeKata)).rejects.toThrow('was closed');
  expect(alive()).toBe(0);
});
