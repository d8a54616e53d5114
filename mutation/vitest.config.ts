import { defineConfig } from 'vitest/config';

/** How Stryker runs the tests of one folder; which, it is told by `main.ts`. */
export default defineConfig({
  test: {
    exclude: ['**/node_modules/**', '**/*.long.test.ts'],
    setupFiles: ['mutation/mark-assertions.ts'],
  },
});
