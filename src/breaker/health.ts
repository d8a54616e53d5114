import type { CircuitState } from './machine.ts';

/** How a service does, as far as the calls to it tell. Asking makes no call and changes nothing. */
export interface Health {
  /** The origin, or the name that `groupOf` gives. */
  readonly group: string;
  /**
   * As of a circuit: `closed`, `open`, `half-open` or `isolated`. An open circuit whose cool-down is over is
   * `half-open`. `off`: the client has no breaker, so nothing is known.
   */
  readonly state: CircuitState | 'off';
  /** Since when, in milliseconds since 1970. Undefined where nothing is known of the group yet. */
  readonly sinceMs: number | undefined;
  /**
   * When a call may be made again, in milliseconds since 1970. Undefined where one may be made now, and where the
   * circuit is isolated.
   */
  readonly retryAtMs: number | undefined;
  /** Which share of the calls of the window failed; 0 where there were none. A circuit that opened counts anew. */
  readonly failureShare: number;
  /** How many calls that is a share of. */
  readonly calls: number;
}
