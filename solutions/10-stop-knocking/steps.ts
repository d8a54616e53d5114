import type { StepEdits } from '../../coach/kata/kata.ts';

export const edits: StepEdits = {
  'refuses-at-once': [
    {
      file: 'client-error.ts',
      find: ` | 'deadline';`,
      replace: ` | 'deadline' | 'circuit-open';`,
    },
    {
      file: 'breaker.ts',
      find: '',
      replace: `import { ClientError } from './client-error.ts';
import type { Send } from './send.ts';

export type BreakerOptions = { failuresInARow: number; coolDownMs: number };

/** Nothing was sent. */
export class CircuitOpen extends ClientError {
  readonly retryAfterMs: number;

  constructor(url: URL, retryAfterMs: number) {
    super('circuit-open', url);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Sends nothing any more after so many failures. */
export function breaking(options: BreakerOptions | undefined, send: Send): Send {
  if (options === undefined) return send;
  const circuit = newCircuit(options);
  return async (url, init) => {
    circuit.admit(url);
    try {
      const response = await send(url, init);
      circuit.settle(response.ok ? 'good' : 'bad');
      return response;
    } catch (error) {
      circuit.settle('bad');
      throw error;
    }
  };
}

function newCircuit({ failuresInARow, coolDownMs }: BreakerOptions) {
  let [failures, retryAtMs] = [0, 0];
  return {
    admit(url: URL): void {
      if (failures < failuresInARow) return;
      throw new CircuitOpen(url, retryAtMs - performance.now());
    },
    settle(verdict: 'good' | 'bad'): void {
      if (verdict === 'bad') failures += 1;
      if (verdict === 'bad' && failures >= failuresInARow) retryAtMs = performance.now() + coolDownMs;
    },
  };
}
`,
    },
    {
      file: 'index.ts',
      find: `import { type CacheOptions,`,
      replace: `import { type BreakerOptions, breaking } from './breaker.ts';
import { type CacheOptions,`,
    },
    {
      file: 'index.ts',
      find: `  cache?: CacheOptions;
`,
      replace: `  cache?: CacheOptions;
  breaker?: BreakerOptions;
`,
    },
    {
      file: 'index.ts',
      find: `timed(attemptTimeoutMs, send);`,
      replace: `breaking(options.breaker, timed(attemptTimeoutMs, send));`,
    },
  ],
  'counts-anew': [
    {
      file: 'breaker.ts',
      find: `/** Sends nothing any more after so many failures. */`,
      replace: `/** Sends nothing any more after so many failures in a row. */`,
    },
    {
      file: 'breaker.ts',
      find: `      if (verdict === 'bad') failures += 1;`,
      replace: `      if (verdict === 'good') failures = 0;
      if (verdict === 'bad') failures += 1;`,
    },
  ],
  'each-origin': [
    {
      file: 'breaker.ts',
      find: `/** Sends nothing any more after so many failures in a row. */`,
      replace: `/** Sends nothing any more to an origin that failed so often in a row. */`,
    },
    {
      file: 'breaker.ts',
      find: `  const circuit = newCircuit(options);
  return async (url, init) => {
`,
      replace: `  const circuits = new Map<string, Circuit>();
  return async (url, init) => {
    const circuit = circuits.get(url.origin) ?? newCircuit(options);
    circuits.set(url.origin, circuit);
`,
    },
    {
      file: 'breaker.ts',
      find: `function newCircuit(`,
      replace: `type Circuit = ReturnType<typeof newCircuit>;

function newCircuit(`,
    },
  ],
  'finds-out': [
    {
      file: 'breaker.ts',
      find: `/** Sends nothing any more to an origin that failed so often in a row. */`,
      replace: `/** Leaves an origin alone for a while that failed so often in a row. */`,
    },
    {
      file: 'breaker.ts',
      find: `      throw new CircuitOpen(url, retryAtMs - performance.now());`,
      replace: `      const waitMs = retryAtMs - performance.now();
      if (waitMs > 0) throw new CircuitOpen(url, waitMs);`,
    },
  ],
  'one-probe': [
    {
      file: 'breaker.ts',
      find: `  let [failures, retryAtMs] = [0, 0];
`,
      replace: `  let [failures, retryAtMs] = [0, 0];
  const begin = () => {
    retryAtMs = performance.now() + coolDownMs;
  };
`,
    },
    {
      file: 'breaker.ts',
      find: `      if (waitMs > 0) throw new CircuitOpen(url, waitMs);
`,
      replace: `      if (waitMs > 0) throw new CircuitOpen(url, waitMs);
      // A probe. Until it is back, or for another cool-down, nobody else goes.
      begin();
`,
    },
    {
      file: 'breaker.ts',
      find: `failures >= failuresInARow) retryAtMs = performance.now() + coolDownMs;`,
      replace: `failures >= failuresInARow) begin();`,
    },
  ],
  'counts-no-callers-fault': [
    {
      file: 'breaker.ts',
      find: `/** Leaves an origin`,
      replace: `/** Nobody who knows the answer was there. All other statuses count as a success. */
const failed = [502, 503, 504];

/** Leaves an origin`,
    },
    {
      file: 'breaker.ts',
      find: `circuit.settle(response.ok ? 'good' : 'bad');`,
      replace: `circuit.settle(failed.includes(response.status) ? 'bad' : 'good');`,
    },
    {
      file: 'breaker.ts',
      find: `circuit.settle('bad');`,
      replace: `circuit.settle(init.signal?.aborted ? 'none' : 'bad');`,
    },
    {
      file: 'breaker.ts',
      find: `    settle(verdict: 'good' | 'bad'): void {
`,
      replace: `    settle(verdict: 'good' | 'bad' | 'none'): void {
      if (verdict === 'none') retryAtMs = 0;
`,
    },
  ],
  'no-late-news': [
    {
      file: 'breaker.ts',
      find: `    circuit.admit(url);`,
      replace: `    const era = circuit.admit(url);`,
    },
    {
      file: 'breaker.ts',
      find: `settle(failed.includes`,
      replace: `settle(era, failed.includes`,
    },
    {
      file: 'breaker.ts',
      find: `settle(init.signal`,
      replace: `settle(era, init.signal`,
    },
    {
      file: 'breaker.ts',
      find: `function newCircuit({`,
      replace: `/** An opening begins a new era, and so does a probe. What was sent in an earlier one says nothing of this one. */
function newCircuit({`,
    },
    {
      file: 'breaker.ts',
      find: `  let [failures, retryAtMs] = [0, 0];
  const begin = () => {
`,
      replace: `  let [failures, era, retryAtMs] = [0, 0, 0];
  const begin = () => {
    era += 1;
`,
    },
    {
      file: 'breaker.ts',
      find: `    admit(url: URL): void {
      if (failures < failuresInARow) return;
`,
      replace: `    admit(url: URL): number {
      if (failures < failuresInARow) return era;
`,
    },
    {
      file: 'breaker.ts',
      find: `nobody else goes.
      begin();
`,
      replace: `nobody else goes.
      begin();
      return era;
`,
    },
    {
      file: 'breaker.ts',
      find: `    settle(verdict: 'good' | 'bad' | 'none'): void {
`,
      replace: `    settle(sentIn: number, verdict: 'good' | 'bad' | 'none'): void {
      if (sentIn !== era) return;
`,
    },
  ],
  'ends-the-retrying': [
    {
      file: 'retry.ts',
      find: `import { pause }`,
      replace: `import { CircuitOpen } from './breaker.ts';
import { pause }`,
    },
    {
      file: 'retry.ts',
      find: `if (init.signal?.aborted || isLast())`,
      replace: `if (init.signal?.aborted || error instanceof CircuitOpen || isLast())`,
    },
  ],
};
