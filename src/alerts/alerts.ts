import type { CallEvent } from '../core/call-event.ts';
import type { Lifetime } from '../core/lifetime.ts';
import { warn } from '../errors/warn.ts';
import { startTimer, type Timer } from '../time/start-timer.ts';
import type { Alert, AlertHook } from './alert.ts';
import { AlertBatch, BATCH_MS, needsPerson } from './machine.ts';

/**
 * Tells events to the hook, batched. The timer is in the background: no process lives on for an alert; `close()` tells
 * what has gathered.
 *
 * @internal
 */
export function alerts(hook: AlertHook, lifetime: Lifetime): (event: CallEvent) => void {
  const batch = new AlertBatch();
  let timer: Timer | undefined;

  const tell = (alert: Alert) => {
    Promise.resolve(alert)
      .then(hook)
      .catch((error: unknown) => warn(`onAlert failed: ${String(error)}`));
  };
  const flush = () => {
    timer = undefined;
    for (const alert of batch.flush()) tell(alert);
    if (!batch.isEmpty && !lifetime.closed) arm();
  };
  const arm = () => {
    timer = startTimer(BATCH_MS, flush);
    timer.keepAlive(false);
  };
  lifetime.onClose(() => {
    timer?.stop();
    flush();
  });

  return (event) => {
    if (!needsPerson(event)) return;
    const alert = batch.take(event, Date.now());
    if (alert !== undefined) tell(alert);
    if (timer === undefined && !lifetime.closed) arm();
  };
}
