import type { Kata } from './kata.ts';

/** A good place for the tests that a learner writes in a kata. Any file in `throwaway/` will do. */
export function ownFile({ slug }: Kata): string {
  return `throwaway/${slug}.test.ts`;
}

/** Whether a test file is the learner's own: in `throwaway/`, and not in a folder of tests that a kata has given. */
export function isOwnFile(file: string): boolean {
  return file.startsWith('throwaway/') && !givenFolder.test(file);
}

const givenFolder = /^throwaway\/kata-\d\d\//;
