import type { ReplayStore } from './replay-store.ts';

/** One promise of a store, and how to see whether it is kept. */
export interface ReplayStoreCase {
  readonly name: string;
  /** Rejects with what was broken. */
  run(): Promise<void>;
}

/** What {@link replayStoreContract} needs. */
export interface ReplayStoreSetting {
  /** A store that is empty, or that shares nothing with the ones before. */
  readonly open: () => ReplayStore | Promise<ReplayStore>;
  /** Lets time pass for the store: by fake timers, or by waiting. */
  readonly pass: (ms: number) => unknown;
  /** For how long the tests keep a nonce, in milliseconds. Default 1 000. Where time really passes, give less. */
  readonly stepMs?: number;
}

/**
 * What a verifier relies on in a store, as a list of tests for any test runner.
 *
 * @example
 * ```ts
 * for (const { name, run } of replayStoreContract({ open: () => myStore(), pass: wait })) it(name, run);
 * ```
 */
export function replayStoreContract({ open, pass, stepMs = 1_000 }: ReplayStoreSetting): ReplayStoreCase[] {
  const cases: Record<string, (store: ReplayStore) => Promise<void>> = {
    'takes an id once': async (store) => {
      same(await store.addIfAbsent('id', stepMs), true);
      same(await store.addIfAbsent('id', stepMs), false);
      same(await store.addIfAbsent('id', stepMs), false);
    },
    'tells ids apart, letter by letter': async (store) => {
      for (const id of ['id', 'id2', 'ID', 'i', 'id ']) same(await store.addIfAbsent(id, stepMs), true);
      for (const id of ['id', 'id2', 'ID', 'i', 'id ']) same(await store.addIfAbsent(id, stepMs), false);
    },
    'says yes to one of many that ask at once': async (store) => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, async () => store.addIfAbsent('id', stepMs)),
      );
      same(answers.filter((isNew) => isNew).length, 1);
    },
    'keeps an id for its time': async (store) => {
      await store.addIfAbsent('id', stepMs);
      await pass(stepMs / 2);
      same(await store.addIfAbsent('id', stepMs), false);
    },
    'is not made to keep it longer, or shorter, by who asks again': async (store) => {
      await store.addIfAbsent('long', 3 * stepMs);
      await store.addIfAbsent('short', stepMs);
      await store.addIfAbsent('long', 1);
      await store.addIfAbsent('short', 10 * stepMs);
      await pass(2 * stepMs);
      same(await store.addIfAbsent('long', stepMs), false);
      same(await store.addIfAbsent('short', stepMs), true);
    },
    'takes an id again when its time is over': async (store) => {
      await store.addIfAbsent('id', stepMs);
      await pass(2 * stepMs);
      same(await store.addIfAbsent('id', stepMs), true);
      same(await store.addIfAbsent('id', stepMs), false);
    },
  };
  return Object.entries(cases).map(([name, run]) => ({ name, run: async () => run(await open()) }));
}

function same(actual: unknown, expected: unknown): void {
  if (actual === expected) return;
  throw new Error(`The store breaks its contract: expected ${expected}, got ${actual}.`);
}
