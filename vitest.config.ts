import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'coach/**/*.test.ts', 'katas/world/**/*.test.ts', 'examples/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/fixtures/**', '**/*.long.test.ts'],
  },
});
