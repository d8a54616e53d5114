import { describe, expect, it, vi } from 'vitest';
import { useFakeTime } from '../test-support/use-fake-time.ts';
import { memoryReplayStore, type ReplayStore, replayStoreContract } from './index.ts';

useFakeTime();

const pass = (ms: number) => void vi.advanceTimersByTime(ms);

describe('the store in memory', () => {
  for (const { name, run } of replayStoreContract({ open: () => memoryReplayStore(), pass })) it(name, run);

  it('refuses when it is full, and forgets nothing that still counts', async () => {
    const store = memoryReplayStore({ maxEntries: 2 });
    await store.addIfAbsent('a', 1_000);
    await store.addIfAbsent('b', 2_000);
    expect(() => store.addIfAbsent('c', 1_000)).toThrowError(/full: 2 nonces/);
    expect(store.addIfAbsent('a', 1_000)).toBe(false);
    pass(1_000);
    expect(store.addIfAbsent('c', 1_000)).toBe(true);
    expect(store.addIfAbsent('b', 1_000)).toBe(false);
  });

  it('has room again for as many as have ended, in whatever order they came', () => {
    const store = memoryReplayStore({ maxEntries: 100 });
    for (let round = 0; round < 50; round += 1) {
      for (let index = 0; index < 100; index += 1) {
        expect(store.addIfAbsent(`${round}-${index}`, index % 2 === 0 ? 500 : 1_000)).toBe(true);
      }
      pass(1_000);
    }
  });

  it.each([
    [{ maxEntries: 0 }, /maxEntries is 0/],
    [{ entries: 3 }, /no option entries.*maxEntries/],
  ])('refuses %j', (options, message) => {
    expect(() => Reflect.apply(memoryReplayStore, undefined, [options])).toThrowError(message);
  });
});

describe('the contract', () => {
  const wrong: Record<string, (right: ReplayStore) => ReplayStore> = {
    'that takes everything': () => ({ addIfAbsent: () => true }),
    'that takes nothing': () => ({ addIfAbsent: () => false }),
    'that looks first and keeps later': (right) => {
      const seen = new Set<string>();
      return {
        addIfAbsent: async (id, keepMs) => {
          const isNew = !seen.has(id);
          await Promise.resolve();
          seen.add(id);
          await right.addIfAbsent(id, keepMs);
          return isNew;
        },
      };
    },
    'that keeps for ever': (right) => ({ addIfAbsent: (id) => right.addIfAbsent(id, 1e9) }),
    'that forgets too soon': (right) => ({ addIfAbsent: (id, keepMs) => right.addIfAbsent(id, keepMs / 4) }),
    'that folds case': (right) => ({
      addIfAbsent: (id, keepMs) => right.addIfAbsent(id.toLowerCase(), keepMs),
    }),
    'that trims': (right) => ({ addIfAbsent: (id, keepMs) => right.addIfAbsent(id.trim(), keepMs) }),
    'that keeps what is asked for again for longer': () => {
      const ends = new Map<string, number>();
      return {
        addIfAbsent: (id, keepMs) => {
          const isNew = (ends.get(id) ?? 0) <= performance.now();
          ends.set(id, performance.now() + keepMs);
          return isNew;
        },
      };
    },
  };

  it.each(Object.entries(wrong))('refuses a store %s', async (_name, spoil) => {
    const open = () => spoil(memoryReplayStore());
    const broken = await Promise.all(
      replayStoreContract({ open, pass }).map(({ run }) =>
        run().then(
          () => '',
          (error: unknown) => String(error),
        ),
      ),
    );
    expect(broken.filter((text) => text.includes('breaks its contract'))).not.toEqual([]);
  });
});
