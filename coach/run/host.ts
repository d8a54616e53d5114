// The process that hosts Vitest for the coach, warm between saves. Started by start-runner.ts; speaks protocol.ts.
import { join } from 'node:path';
import { BroadcastChannel } from 'node:worker_threads';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';
import { filesBelow } from '../client-folder/client-files.ts';
import { pathFrom, slashed } from '../client-folder/path-from.ts';
import { workbookFolder } from '../kata/folders.ts';
import { KeptOutput } from './kept-output.ts';
import { myClient } from './my-client-plugin.ts';
import { openVitest } from './open-vitest.ts';
import type { FromHost } from './protocol.ts';
import { recordOf } from './record-of.ts';
import type { FilesToRun } from './start-runner.ts';
import { channelName, type WorkerReport } from './worker-reports.ts';

const [clientFolder = '', testTimeout = ''] = process.argv.slice(2);

/** What Vitest reports of the run that goes on. */
type Reported = {
  modules: readonly TestModule[];
  unhandled: readonly SerializedError[];
  rejections: Map<number, SerializedError>;
  /** Files of which a test was heard. */
  started: Set<string>;
  /** Files whose last word was heard. */
  done: number;
  output: KeptOutput;
  /** Who printed last. */
  printing: string | undefined;
};

let reported: Reported = nothingReported();

/** The learner's files of this and earlier runs, as Vite names them: one that was deleted must not be remembered. */
const seen = new Set<string>();

const reporter: Reporter = {
  onTestModuleQueued: ({ moduleId }) => at(moduleId, undefined),
  // By another way than the names of tests, and sometimes after the first of them.
  onTestModuleStart: ({ moduleId }) => {
    if (!reported.started.has(moduleId)) at(moduleId, undefined);
  },
  onUserConsoleLog: ({ content, taskId }) => {
    if (taskId !== reported.printing) reported.output.add(`${titleOf(taskId)}:\n`);
    reported.printing = taskId;
    reported.output.add(content);
  },
  onTestRunEnd: (modules, unhandled) => {
    reported = { ...reported, modules, unhandled };
  },
};

const vitest = await openVitest(clientFolder, myClient(clientFolder), reporter, {
  includeTaskLocation: true,
  testTimeout: Number(testTimeout),
  hookTimeout: Number(testTimeout),
});

const channel = new BroadcastChannel(channelName);
channel.onmessage = (event) => {
  const report: WorkerReport = event.data;
  if (report.type === 'test') {
    reported.started.add(report.file);
    at(report.file, report.test);
  } else if (report.type === 'rejected')
    reported.rejections.set(report.id, { ...report.error, file: report.file });
  else if (report.type === 'handled') reported.rejections.delete(report.id);
  else reported.done += 1;
};

process.on('message', ({ files }: FilesToRun) => void run(files));
process.on('disconnect', () => process.exit());
// The coach may be gone before this process was up.
if (!process.connected) process.exit();
say({ type: 'ready' });

async function run(files: string[]): Promise<void> {
  reported = nothingReported();
  const start = performance.now();
  try {
    // All of them: the graph does not know files that came later, and reading a few dozen takes milliseconds.
    for (const folder of ['src', 'throwaway', 'lasting'])
      for (const file of filesBelow(clientFolder, folder)) seen.add(slashed(join(clientFolder, file)));
    for (const file of seen) vitest.invalidateFile(file);
    const project = vitest.getRootProject();
    vitest.state.clearErrors();
    if (files.length > 0)
      await vitest.runTestSpecifications(
        files.map((file) => project.createSpecification(slashed(join(clientFolder, file)))),
        true,
      );
    await heardAll();
    const durationMs = performance.now() - start;
    say({
      type: 'done',
      record: recordOf({
        ...reported,
        output: String(reported.output),
        unhandled: [...reported.unhandled, ...reported.rejections.values()],
        clientFolder,
        workbook: workbookFolder,
        durationMs,
      }),
    });
  } catch (error) {
    say({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

/** What the worker tells comes by another way than Vitest's reports, and may come after them. */
async function heardAll(): Promise<void> {
  const files = reported.modules.filter(({ children }) =>
    [...children.allTests()].some((test) => ['passed', 'failed'].includes(test.result().state)),
  ).length;
  const latest = performance.now() + 200;
  while (reported.done < files && performance.now() < latest)
    await new Promise((resolve) => setTimeout(resolve, 1));
}

function titleOf(taskId: string | undefined): string {
  const task = taskId === undefined ? undefined : vitest.state.idMap.get(taskId);
  return task?.fullTestName ?? task?.name ?? 'outside of a test';
}

function at(path: string, test: string | undefined): void {
  say({ type: 'at', file: pathFrom(clientFolder, path), test });
}

function say(message: FromHost): void {
  process.send?.(message);
}

function nothingReported(): Reported {
  return {
    modules: [],
    unhandled: [],
    rejections: new Map(),
    started: new Set(),
    done: 0,
    output: new KeptOutput(),
    printing: '',
  };
}
