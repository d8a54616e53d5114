import type { BudgetSpent, CallEvent, CircuitOpened, GaveUp } from '../core/call-event.ts';
import type { Alert } from './alert.ts';

/** Alerts of the same kind, origin and outcome come at most this often. */
export const BATCH_MS = 60_000;

/** Beyond this many different alerts within a batch, further ones are counted with the last. */
const LIMIT = 100;

/** The events that become alerts. All others are for programs. */
export type AlertingEvent = GaveUp | BudgetSpent | CircuitOpened;

export function needsPerson(event: CallEvent): event is AlertingEvent {
  return event.kind === 'gave-up' || event.kind === 'budget-spent' || event.kind === 'circuit-opened';
}

/**
 * When events become alerts. The first of its kind is told at once; those that follow within a minute are
 * counted and told together at the end of it. So an outage costs one alert a minute, and none is lost.
 *
 * Pure: the time comes in.
 */
export class AlertBatch {
  readonly #waiting = new Map<
    string,
    { event: AlertingEvent; count: number; firstAtMs: number; lastAtMs: number }
  >();

  /** Takes an event. Answers with the alert to tell at once, if there is one. */
  take(event: AlertingEvent, atMs: number): Alert | undefined {
    const key = `${event.kind} ${event.outcome} ${event.kind === 'circuit-opened' ? event.group : event.origin}`;
    const known = this.#waiting.get(key) ?? (this.#waiting.size >= LIMIT ? this.#last() : undefined);
    if (known === undefined) {
      this.#waiting.set(key, { event, count: 0, firstAtMs: atMs, lastAtMs: atMs });
      return alertOf(event, 1, atMs, atMs);
    }
    if (known.count === 0) known.firstAtMs = atMs;
    known.count += 1;
    known.lastAtMs = atMs;
    return undefined;
  }

  /** The alerts that gathered. A batch begins anew for those, and is over for those that did not come again. */
  flush(): Alert[] {
    const alerts: Alert[] = [];
    for (const [key, entry] of this.#waiting) {
      if (entry.count === 0) {
        this.#waiting.delete(key);
        continue;
      }
      alerts.push(alertOf(entry.event, entry.count, entry.firstAtMs, entry.lastAtMs));
      entry.count = 0;
    }
    return alerts;
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  #last() {
    return [...this.#waiting.values()].at(-1);
  }
}

function alertOf(event: AlertingEvent, count: number, firstAtMs: number, lastAtMs: number): Alert {
  const { kind, origin, outcome } = event;
  return { kind, origin, outcome, count, firstAtMs, lastAtMs, message: messageOf(event, count) };
}

function messageOf(event: AlertingEvent, count: number): string {
  const { kind, origin, outcome } = event;
  if (kind === 'circuit-opened') {
    const times = count === 1 ? '' : ` ${count} times`;
    return `The circuit of ${event.group} opened${times} (${outcome}): it is left alone for a while.`;
  }
  const calls = count === 1 ? 'A call' : `${count} calls`;
  return kind === 'gave-up'
    ? `${calls} to ${origin} failed after all retries (${outcome}).`
    : `${calls} to ${origin} failed (${outcome}) and had no retry: too much of the traffic is retries already.`;
}
