import { expect, test } from 'vitest';
import type { RunRecord, TestRecord } from '../run/record.ts';
import { behavioursMissing } from './behaviours-missing.ts';
import type { Bench } from './bench.ts';

const empty: RunRecord = {
  files: [],
  tests: [],
  unhandled: [],
  killed: undefined,
  output: '',
  durationMs: 1,
};

const names = { 'lasting/ends.test.ts': 'ends > in time', 'lasting/add.test.ts': 'add > two > and three' };

/** The solution passes everything; the learner's client passes one file, and never ends with the other. */
const bench: Bench = {
  run: async ({ rounds: [round] }) => {
    const [file, variant] = [round?.file ?? '', round?.variants[0]];
    if (variant === 'yours:yours' && file === 'lasting/ends.test.ts')
      return { ...empty, killed: { file, test: 'in time' } };
    const name = `${variant} > ${Reflect.get(names, file)}`;
    const state = variant === 'yours:yours' ? ('failed' as const) : ('passed' as const);
    const test: TestRecord = { file, name, state, line: 1, durationMs: 1, errors: [] };
    return { ...empty, tests: [test] };
  },
  heardOf: async () => {},
  close: async () => {},
};

test('a client that never ends lacks what that file asks for, and is held against the others all the same', async () => {
  const tests = new Map(Object.keys(names).map((file) => [file, '']));
  expect(await behavioursMissing(bench, { solution: new Map(), yours: new Map(), tests })).toEqual([
    'ends',
    'add > two',
  ]);
});
