// The process that judges: hosts Vitest, warm between saves. Started by bench.ts; speaks sheet.ts.
import { join } from 'node:path';
import { BroadcastChannel } from 'node:worker_threads';
import type { Reporter, TestModule } from 'vitest/node';
import { pathFrom, slashed } from '../client-folder/path-from.ts';
import { workbookFolder } from '../kata/folders.ts';
import { openVitest } from '../run/open-vitest.ts';
import type { FromHost } from '../run/protocol.ts';
import type { RunRecord } from '../run/record.ts';
import { recordOf } from '../run/record-of.ts';
import { channelName, type WorkerReport } from '../run/worker-reports.ts';
import { type Sheet, timeoutFor } from './sheet.ts';
import { modulesOf, variantsPlugin } from './variants-plugin.ts';

const [clientFolder = ''] = process.argv.slice(2);

let sheet: Sheet = { variants: {}, tests: {}, rounds: [], apart: false };
let served = new Map<string, string>();
let modules: readonly TestModule[] = [];
let file = '';

const reporter: Reporter = {
  onTestModuleQueued: ({ moduleId }) => {
    file = pathFrom(clientFolder, moduleId);
    say({ type: 'at', file, test: undefined });
  },
  onTestRunEnd: (ended) => {
    modules = ended;
  },
};

const plugin = variantsPlugin(clientFolder, () => sheet);
// Nothing is written for tests that run against other people's clients.
const vitest = await openVitest(clientFolder, plugin, reporter, { update: 'none' });

const channel = new BroadcastChannel(channelName);
channel.onmessage = (event) => {
  const report: WorkerReport = event.data;
  if (report.type === 'test') say({ type: 'at', file, test: report.test });
};

process.on('message', (message: Sheet) => void run(message));
process.on('disconnect', () => process.exit());
// The coach may be gone before this process was up.
if (!process.connected) process.exit();
say({ type: 'ready' });

async function run(wanted: Sheet): Promise<void> {
  const start = performance.now();
  try {
    serve(wanted);
    const files = wanted.rounds.map((round) => round.file);
    const records: RunRecord[] = [];
    for (const batch of wanted.apart ? files.map((one) => [one]) : [files])
      records.push(await runFiles(batch));
    say({ type: 'done', record: joined(records, performance.now() - start) });
  } catch (error) {
    say({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

/** Forgets what Vite made of modules that are gone or changed, and of nothing else: that is what makes it warm. */
function serve(wanted: Sheet): void {
  sheet = wanted;
  const before = served;
  served = modulesOf(wanted, clientFolder);
  for (const environment of Object.values(vitest.getRootProject().vite.environments)) {
    for (const [id, text] of before) {
      const module = served.get(id) === text ? undefined : environment.moduleGraph.getModuleById(id);
      if (module !== undefined) environment.moduleGraph.invalidateModule(module);
    }
  }
}

/** Vitest ends the worker after every run, so that no run finds anything of the one before. */
async function runFiles(files: string[]): Promise<RunRecord> {
  modules = [];
  const project = vitest.getRootProject();
  project.config.testTimeout = timeoutFor(sheet);
  project.config.hookTimeout = timeoutFor(sheet);
  vitest.state.clearErrors();
  const start = performance.now();
  if (files.length > 0)
    await vitest.runTestSpecifications(
      files.map((file) => project.createSpecification(slashed(join(clientFolder, file)))),
      true,
    );
  return recordOf({
    clientFolder,
    workbook: workbookFolder,
    modules,
    // A rejection in the background belongs to no variant that could be told.
    unhandled: [],
    output: '',
    durationMs: performance.now() - start,
  });
}

function joined(records: RunRecord[], durationMs: number): RunRecord {
  return {
    files: records.flatMap(({ files }) => files),
    tests: records.flatMap(({ tests }) => tests),
    unhandled: [],
    killed: undefined,
    output: '',
    durationMs,
  };
}

function say(message: FromHost): void {
  process.send?.(message);
}
