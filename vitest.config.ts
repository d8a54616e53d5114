import { defineConfig } from 'vitest/config';

/** What takes longest begins first: tests that start processes. */
const starting = [
  'coach/dev/check.test.ts',
  'coach/faults/*.test.ts',
  'coach/judge/start-judge.test.ts',
  'coach/lights/fixtures.test.ts',
  'coach/run/start-runner.test.ts',
  'coach/watch/{watch,watch-files}.test.ts',
  'examples/**/*.test.ts',
  'src/time/process-life.test.ts',
];

/** What would be felt by the next file: tests that replace modules or globals, or load a package that does. */
const changing = [
  'coach/**/{journal,place-file,preflight,snapshots}.test.ts',
  'src/**/request-scope.test.ts',
  'src/core/transport.test.ts',
  'src/events/events.test.ts',
  'src/fits-in/*.test.ts',
  'src/server/**/{node-handler,protocols,together}.test.ts',
  'src/digest/digest.test.ts',
  'src/signatures/{keys/keys,vectors}.test.ts',
  'src/undici/*.test.ts',
  'katas/world/*.test.ts',
];

const apart = [...starting, ...changing];
const never = ['**/node_modules/**', '**/fixtures/**', '**/*.long.test.ts'];

export default defineConfig({
  test: {
    // Most of the coach's tests wait for processes of their own; on two cores, one worker less is half of them.
    maxWorkers: '100%',
    // Nothing waits for that long; a busy machine may.
    testTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'apart', include: apart, exclude: never } },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['{src,coach,katas/world,mutation}/**/*.test.ts'],
          exclude: [...never, ...apart],
          // A process for each of a hundred files, and everything loaded anew, would take longer than their tests.
          isolate: false,
          setupFiles: ['src/test-support/shared-process.ts'],
        },
      },
    ],
  },
});
