/**
 * What the library weighs in a bundle. Prints figures; asserts nothing (`src/bundle.test.ts` holds the bounds).
 *
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/size.ts
 */
import { bundle } from '../src/test-support/bundle.ts';

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

const programs: readonly (readonly [string, string])[] = [
  ['holdfast', "export * from './index.ts'"],
  ['createClient', "export { createClient } from './index.ts'"],
  ['compose, retry, timeout', "export { compose, retry, timeout } from './index.ts'"],
  ['compose', "export { compose } from './index.ts'"],
];

for (const [what, code] of programs) {
  const { bytes, gzippedBytes } = await bundle(code);
  console.log(`${what}: ${kilobytes(bytes)} minified, ${kilobytes(gzippedBytes)} with gzip`);
}
