/**
 * What the library weighs in a bundle. Prints figures; asserts nothing (`src/bundle.test.ts` holds the bounds).
 *
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/size.ts
 */
import { bundle } from '../src/test-support/bundle.ts';
import { type Row, report, type Target } from './table.ts';

const programs: readonly (readonly [string, string, Target?])[] = [
  ['everything of holdfast', "export * from './index.ts'", { atMost: 24 }],
  ['createClient', "export { createClient } from './index.ts'"],
  ['compose, retry, breaker, timeout', "export { breaker, compose, retry, timeout } from './index.ts'"],
  ['compose, retry, timeout', "export { compose, retry, timeout } from './index.ts'", { atMost: 5 }],
  ['compose', "export { compose } from './index.ts'"],
];

const rows: Row[] = [];
for (const [name, code, target] of programs) {
  const { bytes, gzippedBytes } = await bundle(code);
  rows.push({ name, values: [gzippedBytes / 1000, bytes / 1000], target });
}
report({
  name: 'size',
  title: 'What the library weighs in a bundle',
  how: 'Bundled and minified by esbuild for a runtime with the web platform; gzip at its default level.',
  columns: ['kB with gzip', 'kB minified'],
  digits: 1,
  rows,
});
