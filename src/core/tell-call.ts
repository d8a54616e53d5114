import { nowMs } from '../time/now-ms.ts';
import type { CallProgress } from './call.ts';
import type { CallOutcome } from './call-event.ts';
import { factsOf, type Named } from './call-facts.ts';
import type { EventSink } from './event-sink.ts';
import { outcomeOf } from './outcome-of.ts';
import type { Scope } from './scope.ts';

interface Telling {
  readonly named: Named;
  readonly progress: CallProgress;
  readonly scope: Scope;
  readonly events: EventSink;
}

/**
 * Tells of the beginning and the end of a call. The end is told by the work itself and not by whoever waits for it: an
 * abort ends the waiting first, and what layers tell of it would come after the end.
 *
 * @internal
 */
export function tellCall(work: () => Promise<Response>, telling: Telling): Promise<Response> {
  const { events } = telling;
  const isHeard = events.hasListeners('call-started') || events.hasListeners('call-ended');
  return isHeard ? tell(work, telling) : work();
}

async function tell(
  work: () => Promise<Response>,
  { named, progress, scope, events }: Telling,
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
