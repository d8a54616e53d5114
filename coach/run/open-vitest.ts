import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';
import { createVitest, type InlineConfig, type Reporter, type Vitest } from 'vitest/node';
import { spareThreads } from './spare-thread.ts';

/** Vitest as every process of the coach hosts it: no configuration is read, and nothing runs until it is told to. */
export function openVitest(
  clientFolder: string,
  plugin: Plugin,
  reporter: Reporter,
  more: InlineConfig,
): Promise<Vitest> {
  return createVitest(
    'test',
    {
      root: clientFolder,
      config: false,
      watch: false,
      // Threads, so that killing the process leaves nothing behind. One, so that MSW is loaded once a run.
      pool: spareThreads(),
      maxWorkers: 1,
      isolate: false,
      include: ['{throwaway,lasting}/**/*.test.?(c|m)[jt]s?(x)'],
      exclude: [],
      setupFiles: [fileURLToPath(new URL('worker-setup.ts', import.meta.url))],
      reporters: [reporter],
      // The same lights everywhere: on a CI machine Vitest would make `.only` an error.
      allowOnly: true,
      // A text that is cut may be cut where it matters.
      chaiConfig: { truncateThreshold: 200 },
      // A failing test must not stop the others.
      bail: 0,
      cache: false,
      ...more,
    },
    { plugins: [plugin], logLevel: 'silent' },
  );
}
