import type { CallOutcome } from '../core/call-event.ts';
import { factsOf, type Named } from '../core/call-facts.ts';
import type { EventSink } from '../core/event-sink.ts';
import type { Breaker } from './create-breaker.ts';
import type { Circuit, CircuitState } from './machine.ts';

/** Tells that a circuit is no longer what it was, and whose doing it is. @internal */
export function tellChange(
  shared: Breaker,
  { circuit, from }: { readonly circuit: Circuit; readonly from: CircuitState },
  named: Named,
  { emit }: Pick<EventSink, 'emit'>,
  outcome: CallOutcome,
): void {
  if (circuit.state === from) return;
  shared.tell(circuit, from);
  const { group, reason, coolDownMs, state } = circuit;
  const facts = { ...factsOf(named), group };
  if (state === 'half-open') emit({ kind: 'circuit-half-open', ...facts });
  else if (state === 'closed') emit({ kind: 'circuit-closed', ...facts });
  else if (state === 'open' && reason !== undefined) {
    emit({ kind: 'circuit-opened', ...facts, reason, outcome, coolDownMs: Math.round(coolDownMs) });
  }
}
