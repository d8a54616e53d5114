import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Most of the coach's tests wait for processes of their own; on two cores, one worker less is half of them.
    maxWorkers: '100%',
    // Nothing waits for that long; a busy machine may.
    testTimeout: 30_000,
    include: ['src/**/*.test.ts', 'coach/**/*.test.ts', 'katas/world/**/*.test.ts', 'examples/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/fixtures/**', '**/*.long.test.ts'],
  },
});
