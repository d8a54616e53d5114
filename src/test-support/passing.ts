import { vi } from 'vitest';

/** Lets all fake time pass that `work` needs, up to two minutes. */
export async function passing<T>(work: Promise<T>): Promise<T> {
  const settled = work.then(
    () => true,
    () => true,
  );
  await Promise.race([settled, vi.advanceTimersByTimeAsync(120_000)]);
  return work;
}
