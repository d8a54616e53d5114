import { nowMs } from '../time/now-ms.ts';
import type { Call } from './call.ts';
import type { CallOutcome } from './call-event.ts';
import { factsOf } from './call-facts.ts';

/** Counts an attempt and tells of it. Answers with what tells of its end. @internal */
export function startAttempt(call: Call): (outcome: CallOutcome) => void {
  const resendCount = call.progress.attempts;
  const { attempt } = call;
  call.progress.attempts += 1;
  if (call.hasListeners('attempt-started')) {
    call.emit({ kind: 'attempt-started', ...factsOf(call), attempt, resendCount });
  }
  if (!call.hasListeners('attempt-ended')) return nobodyHears;
  const startedMs = nowMs();
  return (outcome) => {
    if (!call.hasListeners('attempt-ended')) return;
    const durationMs = nowMs() - startedMs;
    call.emit({ kind: 'attempt-ended', ...factsOf(call), attempt, resendCount, outcome, durationMs });
  };
}

function nobodyHears(): void {}
