import { nowMs } from '../time/now-ms.ts';
import type { CallProgress } from './call.ts';
import type { CallOutcome } from './call-event.ts';
import { factsOf, type Named } from './call-facts.ts';
import type { EventSink } from './event-sink.ts';
import { outcomeOf } from './outcome-of.ts';
import type { Scope } from './scope.ts';

/**
 * Tells of the beginning and the end of a call. The end is told by the work itself and not by whoever waits for it: an
 * abort ends the waiting first, and what layers tell of it would come after the end.
 *
 * @internal
 */
export async function tellCall(
  work: () => Promise<Response>,
  {
    named,
    progress,
    scope,
    events,
  }: { named: Named; progress: CallProgress; scope: Scope; events: EventSink },
): Promise<Response> {
  const startedMs = nowMs();
  const ended = (outcome: CallOutcome) => {
    if (!events.hasListeners('call-ended')) return;
    const { attempts } = progress;
    events.emit({
      kind: 'call-ended',
      ...factsOf(named),
      outcome,
      attempts,
      durationMs: nowMs() - startedMs,
    });
  };
  if (events.hasListeners('call-started')) events.emit({ kind: 'call-started', ...factsOf(named) });
  try {
    const response = await work();
    ended(response.status);
    return response;
  } catch (error) {
    ended(outcomeOf(error, scope));
    throw error;
  }
}
