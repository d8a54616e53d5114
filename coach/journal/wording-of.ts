import type { RecordedTest } from './recorded.ts';

/** What tells one test from another whatever it is called: its wording, or where that could not be read, its name. */
export function wordingOf({ file, name, hash }: Pick<RecordedTest, 'file' | 'name' | 'hash'>): string {
  return hash === '' ? `${file} > ${name}` : hash;
}
