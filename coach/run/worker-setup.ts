// Runs in the worker, before every test file.
import { setImmediate } from 'node:timers';
import { BroadcastChannel } from 'node:worker_threads';
import { afterAll, beforeEach, chai, expect, vi } from 'vitest';
import { channelName, type WorkerReport } from './worker-reports.ts';

// One worker runs all files, since starting one takes longer than a learner should wait. Each file still gets the
// client's modules and the fake data centre fresh, as in a process of its own.
vi.resetModules();
await import('remote-world/setup');

const at = '\n    at ';

const channel = new BroadcastChannel(channelName);
channel.unref();
const tell = (report: WorkerReport) => channel.postMessage(report);

// Posted before the test runs: it leaves the worker even when the test then spins for ever.
beforeEach(({ task }) => tell({ type: 'test', file: task.file.filepath, test: task.fullTestName }));

// A promise that is left alone is rejected a turn or two after the test that left it.
afterAll(async () => {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  tell({ type: 'done' });
});

// Vitest counts a rejection as unhandled the moment it happens, and Node takes that back where a promise was kept and
// handled a little later. Vitest leaves rejections alone where somebody else listens, so both events are told here.
const listening = Symbol.for('holdfast.rejections');
if (!(listening in process)) {
  Object.defineProperty(process, listening, { value: true });
  const ids = new WeakMap<Promise<unknown>, number>();
  let last = 0;
  process.on('unhandledRejection', (reason, promise) => {
    last += 1;
    ids.set(promise, last);
    tell({ type: 'rejected', id: last, file: expect.getState().testPath ?? '', error: plainError(reason) });
  });
  process.on('rejectionHandled', (promise) => {
    const id = ids.get(promise);
    if (id !== undefined) tell({ type: 'handled', id });
  });
  Error.prepareStackTrace = withWhoWaited(Error.prepareStackTrace);
}

// Of an error that a matcher compares, the report holds a text without its stack. A slip in the learner's own lines is
// looked for there, so it goes along as the cause. The TypeErrors that fetch rejects with come out of packages.
const matchers: object = chai.Assertion.prototype;
const wrapped = Symbol.for('holdfast.matchers');
if (!(wrapped in matchers)) {
  Object.defineProperty(matchers, wrapped, { value: true });
  for (const [name, { value: matcher }] of Object.entries(Object.getOwnPropertyDescriptors(matchers))) {
    if (typeof matcher !== 'function' || name === 'constructor') continue;
    const telling = function (this: unknown, ...args: unknown[]): unknown {
      try {
        return matcher.apply(this, args);
      } catch (error) {
        throw withSlip(error);
      }
    };
    Object.defineProperty(matchers, name, { value: telling, configurable: true, writable: true });
  }
}

function withSlip(error: unknown): unknown {
  const actual: unknown = error instanceof Error && 'actual' in error ? error.actual : undefined;
  const isSlip = [TypeError, RangeError, ReferenceError].some((slip) => actual instanceof slip);
  if (!(error instanceof Error) || !(actual instanceof Error) || !isSlip) return error;
  const thrownIn = actual.stack?.split(at, 2)[1];
  if (thrownIn !== undefined && !/node:|node_modules/.test(thrownIn)) error.cause ??= actual;
  return error;
}

type Prepare = NonNullable<typeof Error.prepareStackTrace>;

/**
 * Vite maps stacks back to the source, and loses on the way which functions were waiting for a promise. Where a test
 * only waited, its client failed; where it did not, its own line threw.
 */
function withWhoWaited(prepare: Prepare = (error, sites) => [error, ...sites].join(at)): Prepare {
  return (error, sites) => {
    const lines = String(prepare(error, sites)).split(at);
    // The error's message stands before the sites, and may look like one.
    const before = lines.length - sites.length;
    return lines
      .map((line, index) =>
        sites[index - before]?.isAsync() === true && !line.startsWith('async ') ? `async ${line}` : line,
      )
      .join(at);
  };
}

function plainError(reason: unknown): { name: string; message: string; stack: string } {
  if (reason instanceof Error)
    return { name: reason.name, message: reason.message, stack: reason.stack ?? '' };
  return { name: 'Error', message: `rejected with ${String(reason)}`, stack: '' };
}
