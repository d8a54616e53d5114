import type { IdempotencyStore } from './store.ts';

/** One promise of a store, and how to see whether it is kept. */
export interface IdempotencyStoreCase {
  readonly name: string;
  /** Rejects with what was broken. */
  run(): Promise<void>;
}

/** What {@link idempotencyStoreContract} needs. */
export interface IdempotencyStoreSetting {
  /** A store that is empty, or that shares nothing with the ones before. */
  readonly open: () => IdempotencyStore | Promise<IdempotencyStore>;
  /** Lets time pass for the store: by fake timers, or by waiting. Never more than `stepMs` at once. */
  readonly pass: (ms: number) => unknown;
  /** A lease of the tests, in milliseconds. Default 1 000. Where time really passes, give less. */
  readonly stepMs?: number;
}

/**
 * What a guard relies on in a store, as a list of tests for any test runner.
 *
 * @example
 * ```ts
 * for (const { name, run } of idempotencyStoreContract({ open: () => myStore(), pass: wait })) it(name, run);
 * ```
 */
export function idempotencyStoreContract({
  open,
  pass,
  stepMs = 1_000,
}: IdempotencyStoreSetting): IdempotencyStoreCase[] {
  const lockOf = (token: string, fingerprint = 'f') => ({ token, fingerprint, leaseMs: stepMs });
  const keepMs = 10 * stepMs;

  const cases: Record<string, (store: IdempotencyStore) => Promise<void>> = {
    'gives a lock to the first, and tells the second what runs': async (store) => {
      same(await store.lock('id', lockOf('a')), { kind: 'locked' });
      await pass(stepMs / 2);
      const outcome = await store.lock('id', lockOf('b', 'other'));
      same({ ...outcome, runningForMs: 0 }, { kind: 'running', fingerprint: 'f', runningForMs: 0 });
      const ranMs = outcome.kind === 'running' ? outcome.runningForMs : Number.NaN;
      yes(ranMs >= stepMs / 2 && ranMs < stepMs, `runningForMs is ${ranMs}, after ${stepMs / 2} ms`);
    },
    'gives a lock to one of many that ask at once': async (store) => {
      const tokens = Array.from({ length: 20 }, (_, index) => `t${index}`);
      const outcomes = await Promise.all(tokens.map(async (token) => store.lock('id', lockOf(token))));
      same(outcomes.filter(({ kind }) => kind === 'locked').length, 1);
    },
    'locks ids apart from each other': async (store) => {
      same(await store.lock('id', lockOf('a')), { kind: 'locked' });
      same(await store.lock('id2', lockOf('a')), { kind: 'locked' });
    },
    'keeps an answer, byte by byte, with the fingerprint of its lock': async (store) => {
      const answer = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      await store.lock('id', lockOf('a'));
      same(await store.complete('id', 'a', answer, keepMs), true);
      await done(store, answer);
    },
    'keeps an empty answer': async (store) => {
      await store.lock('id', lockOf('a'));
      same(await store.complete('id', 'a', new Uint8Array(), keepMs), true);
      await done(store, new Uint8Array());
    },
    'keeps an answer for its time, which may be longer than the lease, and then forgets it': async (
      store,
    ) => {
      await store.lock('id', lockOf('a'));
      await store.complete('id', 'a', new Uint8Array([1]), 2 * stepMs);
      await pass(stepMs);
      await pass(stepMs / 2);
      await done(store, new Uint8Array([1]));
      await pass(stepMs);
      same(await store.lock('id', lockOf('b')), { kind: 'locked' });
    },
    'lets a lock be taken over when its lease has run out, and not before': async (store) => {
      await store.lock('id', lockOf('a'));
      await pass(stepMs / 2);
      same((await store.lock('id', lockOf('b'))).kind, 'running');
      await pass(stepMs);
      same(await store.lock('id', lockOf('b')), { kind: 'locked' });
    },
    'keeps a lock that is renewed': async (store) => {
      await store.lock('id', lockOf('a'));
      for (let step = 0; step < 4; step += 1) {
        await pass(stepMs / 2);
        same(await store.renew('id', 'a', stepMs), true);
      }
      same((await store.lock('id', lockOf('b'))).kind, 'running');
    },
    'does not let who was overtaken renew, overwrite or free anything': async (store) => {
      await store.lock('id', lockOf('a'));
      await pass(stepMs);
      await pass(stepMs / 2);
      await store.lock('id', lockOf('b'));
      same(await store.renew('id', 'a', stepMs), false);
      same(await store.complete('id', 'a', new Uint8Array([1]), keepMs), false);
      await store.release('id', 'a');
      same((await store.lock('id', lockOf('c'))).kind, 'running');
      same(await store.complete('id', 'b', new Uint8Array([2]), keepMs), true);
      same(await store.complete('id', 'a', new Uint8Array([1]), keepMs), false);
      await store.release('id', 'a');
      await done(store, new Uint8Array([2]));
    },
    'does not let go of an answer, nor change it, once it is there': async (store) => {
      await store.lock('id', lockOf('a'));
      await store.complete('id', 'a', new Uint8Array([1]), keepMs);
      same(await store.complete('id', 'a', new Uint8Array([2]), keepMs), false);
      same(await store.renew('id', 'a', stepMs), false);
      await store.release('id', 'a');
      await done(store, new Uint8Array([1]));
    },
    'gives a key that was freed to the next': async (store) => {
      await store.lock('id', lockOf('a'));
      await store.release('id', 'a');
      same(await store.lock('id', lockOf('b', 'other')), { kind: 'locked' });
    },
    'knows nothing of an id that was never locked': async (store) => {
      same(await store.renew('id', 'a', stepMs), false);
      same(await store.complete('id', 'a', new Uint8Array([1]), keepMs), false);
      await store.release('id', 'a');
      same(await store.lock('id', lockOf('b')), { kind: 'locked' });
    },
  };

  const done = async (store: IdempotencyStore, expected: Uint8Array) => {
    const outcome = await store.lock('id', lockOf('reader', 'other'));
    const { kind, fingerprint, answer } = { fingerprint: undefined, answer: [], ...outcome };
    same(
      { kind, fingerprint, answer: [...answer] },
      { kind: 'done', fingerprint: 'f', answer: [...expected] },
    );
  };

  return Object.entries(cases).map(([name, run]) => ({ name, run: async () => run(await open()) }));
}

function same(actual: unknown, expected: unknown): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  yes(got === wanted, `expected ${wanted}, got ${got}`);
}

function yes(holds: boolean, what: string): void {
  if (!holds) throw new Error(`The store breaks its contract: ${what}.`);
}
