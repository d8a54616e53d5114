/**
 * Something that needs a person.
 *
 * - `gave-up`: a call was tried as often as allowed, and failed.
 * - `budget-spent`: a retry was due and not made, since too much of the traffic is retries already.
 * - `circuit-opened`: so much went wrong that a service is not called for a while.
 */
export interface Alert {
  readonly kind: AlertKind;
  /** Which service, for example `https://orders.example.com`. */
  readonly origin: string;
  /** The status of the last answer, or the code of the last error. */
  readonly outcome: number | string;
  /** How many calls this alert stands for; of `circuit-opened`, how many openings. */
  readonly count: number;
  /** When the first of them failed, in milliseconds since 1970. */
  readonly firstAtMs: number;
  /** When the last of them failed, in milliseconds since 1970. */
  readonly lastAtMs: number;
  /** One sentence for a chat or a pager. */
  readonly message: string;
}

/** See {@link Alert}. */
export type AlertKind = 'gave-up' | 'budget-spent' | 'circuit-opened';

/** Takes alerts. What it throws becomes a process warning and does not touch the call. */
export type AlertHook = (alert: Alert) => void | Promise<void>;
