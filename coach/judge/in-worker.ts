// Runs in the worker: the only thing a generated test file imports.
import { BroadcastChannel } from 'node:worker_threads';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  chai,
  describe,
  type RunnerTestCase,
  test,
  vi,
} from 'vitest';
import { channelName, type WorkerReport } from '../run/worker-reports.ts';
import { seed, seeds, takeChance, wasDrawn } from './chance.ts';
import { clientNotLoaded, testsNotLoaded } from './sheet.ts';

const channel = new BroadcastChannel(channelName);
channel.unref();

/**
 * One variant of one test file: its tests in a describe of their own, so that hooks and what they open live only as
 * long as the variant. A variant sees what the file would see in a run of its own, and leaves the worker as it was.
 */
export function judge(
  variant: string,
  loadClient: () => Promise<unknown>,
  loadTests: () => Promise<unknown>,
) {
  describe(variant, variant.startsWith('yours:') ? {} : { retry: again }, async () => {
    const untouched = globals();
    let loaded = untouched;
    beforeAll(() => restore(loaded));
    beforeEach(({ task }) => begin(task));
    afterEach(({ task }) => end(task, variant.startsWith('right:')));
    afterAll(() => {
      vi.useRealTimers();
      vi.restoreAllMocks();
      vi.unstubAllGlobals();
      vi.unstubAllEnvs();
      restore(untouched);
    });
    // Told before anything is loaded: a module that spins must be known by name.
    tell(variant, '(loading)');
    if (await attempt(loadClient, clientNotLoaded)) await attempt(loadTests, testsNotLoaded);
    // A global that a file replaces while it is loaded is replaced for its own variant only.
    loaded = globals();
    restore(untouched);
  });
}

/** Looks of one test at one client, each with another chance: which of them were red. */
const looks: boolean[] = [];
let errorsBefore = 0;

/** A test on which chance has a say is looked at with every seed, where a verdict could hang on that. */
const again = {
  count: seeds.length - 1,
  condition: ({ name, message }: { name?: string; message: string }) =>
    name !== HangsOnChance.name && wasDrawn() && !message.startsWith('Test timed out'),
};

function begin(task: RunnerTestCase): void {
  // Vitest takes the condition away when it sends its tasks to the other process.
  if (typeof task.retry === 'object' && task.retry.count === again.count) task.retry = again;
  const look = task.retry === again ? (task.result?.retryCount ?? 0) : 0;
  looks.length = look;
  errorsBefore = task.result?.errors?.length ?? 0;
  seed(seeds[look] ?? 0);
}

/** Of a wrong client only its red counts, so a green is not looked at again. */
function end({ result, retry, fails }: RunnerTestCase, isRight: boolean): void {
  if (retry !== again || fails) return;
  looks.push((result?.errors?.length ?? 0) > errorsBefore);
  if (looks.includes(true) && looks.includes(false)) throw new HangsOnChance();
  if (isRight && !looks.includes(true) && wasDrawn() && looks.length < seeds.length) throw new OnceMore();
}

/** With one and the same client a test was green and was red. */
class HangsOnChance extends Error {
  override name = 'HangsOnChance';
  override message = 'It is green and red by turns with one and the same client: it hangs on chance.';
}

/** No failure: the way to ask Vitest for another look. */
class OnceMore extends Error {
  override name = 'OnceMore';
}

takeChance();

/** An import that fails becomes a failing test of this variant, and leaves the others alone. */
async function attempt(load: () => Promise<unknown>, name: string): Promise<boolean> {
  try {
    await load();
    return true;
  } catch (error) {
    test(name, () => {
      throw error;
    });
    return false;
  }
}

function tell(variant: string, what: string): void {
  const report: WorkerReport = { type: 'test', file: '', test: `${variant} > ${what}` };
  channel.postMessage(report);
}

/** What test files change by assignment. Everything that Vitest itself keeps on globalThis is left alone. */
const watched = [
  'fetch',
  'Request',
  'Response',
  'Headers',
  'AbortSignal',
  'AbortController',
  'WebSocket',
  'XMLHttpRequest',
  'EventSource',
  'performance',
  'crypto',
];

function globals(): PropertyDescriptorMap {
  const all = Object.getOwnPropertyDescriptors(globalThis);
  return Object.fromEntries(
    watched.flatMap((name) => {
      const descriptor = Reflect.get(all, name);
      return descriptor === undefined ? [] : [[name, descriptor]];
    }),
  );
}

function restore(before: PropertyDescriptorMap): void {
  for (const name of watched) {
    const descriptor = before[name];
    const now = Object.getOwnPropertyDescriptor(globalThis, name);
    if (descriptor === undefined) {
      if (now?.configurable) Reflect.deleteProperty(globalThis, name);
    } else if (now === undefined || now.value !== descriptor.value || now.get !== descriptor.get)
      Object.defineProperty(globalThis, name, descriptor);
  }
}

/** A snapshot remembers what one client did; no other client can be held to it. */
class SnapshotNotJudged extends Error {
  override name = 'SnapshotNotJudged';
}

const stored = ['toMatchSnapshot', 'toThrowErrorMatchingSnapshot', 'toMatchFileSnapshot'];
const inline = ['toMatchInlineSnapshot', 'toThrowErrorMatchingInlineSnapshot'];

chai.use(({ Assertion }, { overwriteMethod }) => {
  for (const name of stored) {
    overwriteMethod(Assertion.prototype, name, () => () => {
      throw new SnapshotNotJudged(name);
    });
  }
  for (const name of inline) {
    overwriteMethod(
      Assertion.prototype,
      name,
      (assert: (...args: unknown[]) => unknown) =>
        function (this: unknown, ...args: unknown[]) {
          if (!args.some((arg) => typeof arg === 'string')) throw new SnapshotNotJudged(name);
          return assert.apply(this, args);
        },
    );
  }
});
