import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type IdempotencyStore, idempotencyStoreContract, memoryIdempotencyStore } from '../index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (ms: number) => void vi.advanceTimersByTime(ms);
const lockOf = (token: string) => ({ token, fingerprint: 'f', leaseMs: 1_000 });

describe('the store in memory', () => {
  for (const { name, run } of idempotencyStoreContract({ open: () => memoryIdempotencyStore(), pass })) {
    it(name, run);
  }

  const answered = async (store: IdempotencyStore, id: string, bytes: number) => {
    await store.lock(id, lockOf(id));
    await store.complete(id, id, new Uint8Array(bytes), 60_000);
  };
  const kindOf = async (store: IdempotencyStore, id: string) => (await store.lock(id, lockOf('reader'))).kind;

  it.each([
    ['entries', { maxEntries: 2 }, 1],
    ['bytes', { maxBytes: 25_000 }, 10_000],
  ])('forgets the oldest answer when it has too many %s, and no other', async (_what, options, bytes) => {
    const store = memoryIdempotencyStore(options);
    for (const id of ['a', 'b', 'c']) await answered(store, id, bytes);
    expect([await kindOf(store, 'b'), await kindOf(store, 'c')]).toEqual(['done', 'done']);
    expect(await kindOf(store, 'a')).toBe('locked');
  });

  it('counts an answer that was forgotten or has expired no more', async () => {
    const store = memoryIdempotencyStore({ maxBytes: 25_000 });
    for (let round = 0; round < 100; round += 1) {
      await answered(store, `id${round % 7}`, 10_000);
      pass(10_000);
    }
    expect(await kindOf(store, 'id1')).toBe('done'); // round 99
    expect(await kindOf(store, 'id0')).toBe('done'); // round 98
  });

  it('never forgets a lock, and refuses when it holds nothing else', async () => {
    const store = memoryIdempotencyStore({ maxEntries: 2 });
    await store.lock('a', lockOf('a'));
    await store.lock('b', lockOf('b'));
    await expect(async () => store.lock('c', lockOf('c'))).rejects.toThrowError(/full: 2 requests/);
    expect([await kindOf(store, 'a'), await kindOf(store, 'b')]).toEqual(['running', 'running']);
    pass(1_001);
    expect(await kindOf(store, 'c')).toBe('locked');
  });

  it('keeps an answer of its own, whatever becomes of the buffer it was given', async () => {
    const store = memoryIdempotencyStore();
    const answer = new Uint8Array([1]);
    await store.lock('a', lockOf('a'));
    await store.complete('a', 'a', answer, 60_000);
    answer[0] = 2;
    expect(await store.lock('a', lockOf('b'))).toMatchObject({ answer: new Uint8Array([1]) });
  });

  it.each([
    [{ maxEntries: 0 }, /maxEntries is 0/],
    [{ maxBytes: Number.NaN }, /maxBytes is NaN/],
    [{ entries: 3 }, /no option entries.*maxBytes, maxEntries/],
  ])('refuses %j', (options, message) => {
    expect(() => Reflect.apply(memoryIdempotencyStore, undefined, [options])).toThrowError(message);
  });
});

describe('the contract', () => {
  const wrong: Record<string, (right: IdempotencyStore) => Partial<IdempotencyStore>> = {
    'that gives a lock to everybody': () => ({ lock: () => ({ kind: 'locked' }) }),
    'that looks first and locks later': (right) => ({
      lock: async (id, lock) => {
        const seen = await right.lock(id, { ...lock, token: 'probe', leaseMs: 0 });
        if (seen.kind !== 'locked') return seen;
        await Promise.resolve();
        await right.release(id, 'probe');
        await right.lock(id, lock);
        return seen;
      },
    }),
    'that never lets a lock run out': (right) => ({
      lock: (id, lock) => right.lock(id, { ...lock, leaseMs: 1e9 }),
    }),
    'that does not renew': () => ({ renew: () => true }),
    'that lets anybody complete': (right) => {
      let last = '';
      return {
        lock: async (id, lock) => {
          const outcome = await right.lock(id, lock);
          if (outcome.kind === 'locked') last = lock.token;
          return outcome;
        },
        complete: (id, _token, answer, keepMs) => right.complete(id, last, answer, keepMs),
      };
    },
    'that says it kept what it did not': (right) => ({
      complete: async (id, token, answer, keepMs) => {
        await right.complete(id, token, answer, keepMs);
        return true;
      },
    }),
    'that keeps an answer for its lease only': (right) => ({
      complete: (id, token, answer) => right.complete(id, token, answer, 1_000),
    }),
    'that keeps answers for ever': (right) => ({
      complete: (id, token, answer) => right.complete(id, token, answer, 1e9),
    }),
    'that keeps text': (right) => ({
      complete: (id, token, answer, keepMs) =>
        right.complete(id, token, new TextEncoder().encode(new TextDecoder().decode(answer)), keepMs),
    }),
    'that frees nothing': () => ({ release: () => {} }),
    'that has one key for all': (right) => ({ lock: (_id, lock) => right.lock('id', lock) }),
  };

  it.each(Object.entries(wrong))('refuses a store %s', async (_name, spoil) => {
    const open = () => {
      const right = memoryIdempotencyStore();
      return { ...right, ...spoil(right) };
    };
    const verdicts = await Promise.all(
      idempotencyStoreContract({ open, pass }).map(({ run }) =>
        run().then(
          () => 'kept',
          (error: unknown) => String(error),
        ),
      ),
    );
    expect(verdicts.filter((verdict) => verdict.includes('breaks its contract'))).not.toEqual([]);
  });
});
