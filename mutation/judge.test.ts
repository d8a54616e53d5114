import { expect, it } from 'vitest';
import { ASSERTION, judge, type Mutant } from './judge.ts';

const mutant = (status: string, statusReason?: string): Mutant => ({
  fileName: 'src/retry/machine.ts',
  status,
  statusReason,
  mutatorName: 'EqualityOperator',
  replacement: 'a >=\n  b',
  location: { start: { line: 7, column: 3 } },
});

it('counts what made a test fail by an assertion, and nothing else', () => {
  const score = judge('src/retry/machine.ts', [
    mutant('Killed', `${ASSERTION}expected 1 to be 2`),
    mutant('Killed', 'x is not a function\n  at …'),
    mutant('Killed'),
    mutant('Survived'),
    mutant('NoCoverage'),
    mutant('Timeout'),
    mutant('RuntimeError'),
  ]);
  expect(score).toMatchObject({ file: 'src/retry/machine.ts', mutants: 7, killed: 1 });
  expect(score.left).toEqual([
    '7:3 EqualityOperator -> a >= b (crashed: x is not a function)',
    '7:3 EqualityOperator -> a >= b (crashed: undefined)',
    '7:3 EqualityOperator -> a >= b (Survived)',
    '7:3 EqualityOperator -> a >= b (NoCoverage)',
    '7:3 EqualityOperator -> a >= b (Timeout)',
    '7:3 EqualityOperator -> a >= b (RuntimeError)',
  ]);
});

it('does not count what does not compile, or was left out', () => {
  expect(judge('a.ts', [mutant('CompileError'), mutant('Ignored')])).toMatchObject({ mutants: 0, killed: 0 });
});
