import { ClientError } from './client-error.ts';
import type { Send } from './send.ts';

export type BreakerOptions = { failuresInARow: number; coolDownMs: number };

export class CircuitOpen extends ClientError {
  readonly retryAfterMs: number | undefined;

  constructor(url: URL, retryAfterMs: number | undefined) {
    super('circuit-open', url);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Nothing in a state changes; what happens leads to the next one. `before` counts the openings until then. */
type State = Readonly<
  | { is: 'closed'; failures: number; before: number }
  | { is: 'open'; untilMs: number; before: number }
  | { is: 'half-open'; before: number }
>;

type Happening = 'asked' | 'succeeded' | 'failed' | 'left';

/** The whole breaker. It knows no clock and no network. */
function next(state: State, what: Happening, nowMs: number, options: BreakerOptions): State {
  const opened: State = { is: 'open', untilMs: nowMs + options.coolDownMs, before: state.before + 1 };
  switch (state.is) {
    case 'closed':
      if (what === 'succeeded') return { ...state, failures: 0 };
      if (what !== 'failed') return state;
      return state.failures + 1 < options.failuresInARow
        ? { ...state, failures: state.failures + 1 }
        : opened;
    case 'open':
      return what === 'asked' && nowMs >= state.untilMs ? { is: 'half-open', before: state.before } : state;
    case 'half-open':
      if (what === 'succeeded') return { is: 'closed', failures: 0, before: state.before };
      if (what === 'left') return { is: 'open', untilMs: nowMs, before: state.before };
      return what === 'failed' ? opened : state;
  }
}

export function breaking(options: BreakerOptions | undefined, send: Send): Send {
  if (options === undefined) return send;
  const states = new Map<string, State>();
  return async (url, init) => {
    const now = (): State => states.get(url.origin) ?? { is: 'closed', failures: 0, before: 0 };
    const happens = (what: Happening) =>
      states.set(url.origin, next(now(), what, performance.now(), options));

    const found = now();
    happens('asked');
    const admitted = now();
    const isProbe = found.is === 'open' && admitted.is === 'half-open';
    if (admitted.is !== 'closed' && !isProbe)
      throw new CircuitOpen(url, admitted.is === 'open' ? admitted.untilMs - performance.now() : undefined);

    // Between this request and its answer the circuit may have opened: then the answer comes too late.
    const isLate = () => now().before !== admitted.before || now().is !== admitted.is;
    let verdict: Happening = 'left';
    try {
      const response = await send(url, init);
      verdict = [502, 503, 504].includes(response.status) ? 'failed' : 'succeeded';
      return response;
    } catch (error) {
      if (!init.signal?.aborted) verdict = 'failed';
      throw error;
    } finally {
      if (!isLate()) happens(verdict);
    }
  };
}
