import { expect, test } from 'vitest';
import { counted, duration, listed } from './words.ts';

test('small numbers are words, large ones are digits', () => {
  expect([
    counted(0, 'run'),
    counted(1, 'run'),
    counted(12, 'run'),
    counted(13, 'run'),
    counted(4100, 'run'),
  ]).toEqual(['no runs', 'one run', 'twelve runs', '13 runs', '4,100 runs']);
});

test('durations are as exact as one would say them', () => {
  const minute = 60_000;
  expect(
    [0, 40_000, 89_000, 90_000, 59 * minute, 60 * minute, 61 * minute, 125 * minute].map((ms) =>
      duration(ms).replaceAll('\u00a0', ' '),
    ),
  ).toEqual([
    '1 second',
    '40 seconds',
    '89 seconds',
    '2 minutes',
    '59 minutes',
    '1 hour',
    '1 hour 1 minute',
    '2 hours 5 minutes',
  ]);
});

test('lists end with and', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
});
