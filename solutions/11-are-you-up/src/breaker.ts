import { ClientError } from './client-error.ts';
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

/** Nobody who knows the answer was there. All other statuses count as a success. */
const failed = [502, 503, 504];

/** Leaves an origin alone for a while that failed so often in a row. */
export function breaking(options: BreakerOptions | undefined, circuits: Circuits, send: Send): Send {
  if (options === undefined) return send;
  return async (url, init) => {
    const circuit = circuits.get(url.origin) ?? newCircuit(options);
    circuits.set(url.origin, circuit);
    const era = circuit.admit(url);
    try {
      const response = await send(url, init);
      circuit.settle(era, failed.includes(response.status) ? 'bad' : 'good');
      return response;
    } catch (error) {
      circuit.settle(era, init.signal?.aborted ? 'none' : 'bad');
      throw error;
    }
  };
}

export type Circuits = Map<string, ReturnType<typeof newCircuit>>;

/** An opening begins a new era, and so does a probe. What was sent in an earlier one says nothing of this one. */
function newCircuit({ failuresInARow, coolDownMs }: BreakerOptions) {
  let [failures, era, retryAtMs] = [0, 0, 0];
  const begin = () => {
    era += 1;
    retryAtMs = performance.now() + coolDownMs;
  };
  const refusal = (url: URL) => {
    const waitMs = retryAtMs - performance.now();
    return failures >= failuresInARow && waitMs > 0 ? new CircuitOpen(url, waitMs) : undefined;
  };
  return {
    refusal,
    admit(url: URL): number {
      const refused = refusal(url);
      if (refused !== undefined) throw refused;
      if (failures < failuresInARow) return era;
      // A probe. Until it is back, or for another cool-down, nobody else goes.
      begin();
      return era;
    },
    settle(sentIn: number, verdict: 'good' | 'bad' | 'none'): void {
      if (sentIn !== era) return;
      if (verdict === 'none') retryAtMs = 0;
      if (verdict === 'good') failures = 0;
      if (verdict === 'bad') failures += 1;
      if (verdict === 'bad' && failures >= failuresInARow) begin();
    },
  };
}
