import type { TestHash } from './test-hashes.ts';

/**
 * The hash of the test that showed this name in a run, or an empty text where none of these can be it (a test that is
 * defined in another file). An exact name goes before a title with placeholders.
 */
export function hashFor(name: string, hashes: readonly TestHash[]): string {
  const found =
    hashes.find((test) => test.name === name) ?? hashes.find(({ pattern }) => pattern?.test(name));
  return found?.hash ?? '';
}
