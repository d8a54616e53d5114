import { expect, test } from 'vitest';
import { spoken } from './spoken.ts';

const before = `Kata 1

Step 1      says yes to 200

x RED  1 of 1 failed
  expected    true

[n] skip  [h] hint
`;

test('a key speaks what it brought, and nothing that was spoken before', () => {
  const now = before
    .replace('says yes to 200', 'says yes to 200\nHint        What is least?')
    .replace('[h] hint', '[h] second hint');
  expect(spoken(before, now, false)).toBe('Hint        What is least?\n\n[n] skip  [h] second hint');
});

test('after a save the light is spoken with its failure, also where it is the same', () => {
  expect(spoken(before, before, true)).toBe('x RED  1 of 1 failed\n  expected    true');
  expect(spoken(before, before, false)).toBe('');
});

test('a block that begins otherwise is spoken whole, with every label', () => {
  const now = before.replace(
    'Step 1      says yes to 200',
    'Step 2      says no to 503\nYour code   src/index.ts',
  );
  const after = now.replace('Step 2', 'Step 3');
  expect(spoken(now, after, false)).toBe('Step 3      says no to 503\nYour code   src/index.ts');
});

test('keys are spoken all of them or not at all, in colour too', () => {
  const keys = (first: string) => `x\n\n\u001b[1m[n]\u001b[22m ${first}\n[w] whole output\n`;
  expect(spoken(keys('skip'), keys('next step'), false)).toContain('[w] whole output');
  expect(spoken(keys('skip'), `x\n\n\u001b[1m[n]\u001b[22m skip\n[b] see it fail\n`, false)).toContain(
    'skip',
  );
});

test('colours are no news', () => {
  expect(spoken(before, before.replace('Kata 1', '\u001b[1mKata 1\u001b[22m'), false)).toBe('');
});
