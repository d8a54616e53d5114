import { splitName } from '../judge/outcome.ts';
import { clientNotLoaded, testsNotLoaded } from '../judge/sheet.ts';
import type { ErrorRecord, RunRecord, TestRecord } from '../run/record.ts';
import { SourceFacts } from '../run/source-facts.ts';

/** What a run would have shown if one test file had met one client and nothing else. */
export function recordFor(record: RunRecord, file: string, variant: string, text: string): RunRecord {
  const tests: TestRecord[] = [];
  // What goes wrong with the file as a whole goes wrong for every variant.
  const errors: ErrorRecord[] = record.files.filter((of) => of.file === file).flatMap((of) => of.errors);
  for (const test of record.tests) {
    const [key, name] = splitName(test.name);
    if (test.file !== file || key !== variant) continue;
    if (name === clientNotLoaded || name === testsNotLoaded) errors.push(...test.errors);
    else tests.push({ ...test, name });
  }
  return {
    files: [
      {
        file,
        errors,
        empty: errors.length === 0 && tests.length === 0,
        forgottenAwaits: new SourceFacts(file, text).forgottenAwaits(),
      },
    ],
    tests,
    unhandled: [],
    killed: undefined,
    output: '',
    durationMs: record.durationMs,
  };
}
