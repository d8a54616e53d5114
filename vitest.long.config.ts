import { defineConfig } from 'vitest/config';

/** What takes too long for every save: `npm run test:long`. */
export default defineConfig({
  test: {
    include: ['{src,coach,katas}/**/*.long.test.ts'],
    exclude: ['**/node_modules/**', '**/fixtures/**'],
    testTimeout: 180_000,
  },
});
