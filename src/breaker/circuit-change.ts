import type { CircuitState, OpenReason } from './machine.ts';

/** A circuit has changed its state. */
export interface CircuitChange {
  /** The origin, or the name that `groupOf` gives. */
  readonly group: string;
  readonly from: CircuitState;
  readonly to: CircuitState;
  /** Why it opened. Undefined where it did not open. */
  readonly reason: OpenReason | undefined;
  /** When a call may be made again, in milliseconds since 1970. Undefined where one may be made now, or none at all. */
  readonly retryAtMs: number | undefined;
}
