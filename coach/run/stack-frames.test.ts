import { expect, test } from 'vitest';
import { stackFrames } from './stack-frames.ts';

test.each([
  ['Linux', false, '/w/my client/', 'file:///w/my%20client/'],
  ['Windows', true, 'C:\\w\\my client\\', 'file:///C:/w/my%20client/'],
])('on %s a frame is found whether its file is a path or a URL', (_system, windows, path, url) => {
  const stack = [
    'TypeError: at once',
    `    at get (${path}get.ts:3:9)`,
    `    at async Retry.again (${url}retry.ts:12:1)`,
    `    at ${path}index.ts:1:2`,
    `    at async ${url}index.ts:4:5`,
    `    at async run (${url}node_modules/@vitest/runner/dist/index.js:7:7)`,
    '    at new Promise (<anonymous>)',
  ].join(windows ? '\r\n' : '\n');
  expect(stackFrames(stack, windows)).toEqual([
    { method: 'get', file: `${path}get.ts`, line: 3, column: 9, isAsync: false },
    { method: 'Retry.again', file: `${path}retry.ts`, line: 12, column: 1, isAsync: true },
    { method: '', file: `${path}index.ts`, line: 1, column: 2, isAsync: false },
    { method: '', file: `${path}index.ts`, line: 4, column: 5, isAsync: true },
  ]);
});
