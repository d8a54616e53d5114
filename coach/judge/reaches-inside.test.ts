import { expect, test } from 'vitest';
import { reachesInside } from './reaches-inside.ts';

const file = 'lasting/client.test.ts';

function found(text: string, helper = ''): string | undefined {
  return reachesInside(
    new Map([
      [file, text],
      ['lasting/helper.ts', helper],
    ]),
    file,
  );
}

test.each([
  [`import { a } from 'my-client';`],
  [`// vi.mock('my-client')\nconst text = "vi.mock('my-client')";`],
  [`vi.mock('node:fs');`],
  [`import './helper.ts';`],
  [`import source from './src.ts';`],
])('is fit to be judged: %s', (text) => {
  expect(found(text)).toBeUndefined();
});

test.each([
  [`vi.mock('my-client');`],
  [`vi.doMock(import('my-client'), () => ({}));`],
  [`import { sum } from '../src/sum.ts';`],
  [`import '../src';`],
  [`export { sum } from "../src/sum.js";`],
  [`const { sum } = await import('../src/sum.ts');`],
  [`await vi.importActual('../src/sum.ts');`],
  [`import { sum } from 'my-client/src/sum.ts';`],
])('reaches inside: %s', (text) => {
  expect(found(text)).toBeDefined();
});

test('a helper may reach inside no more than the test itself', () => {
  expect(found(`import './helper.js';`, `import '../src/sum.ts';`)).toContain('../src/sum.ts');
});
