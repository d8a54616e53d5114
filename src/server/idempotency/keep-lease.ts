import { nowMs } from '../../time/now-ms.ts';
import { startTimer, type Timer } from '../../time/start-timer.ts';

/** A lock while its work goes on. */
export interface Lease {
  /** Aborted when the lock is lost, or has been renewed for as long as is allowed. */
  readonly signal: AbortSignal;
}

/** How a lock is kept. @internal */
export interface LeaseTerms {
  readonly leaseMs: number;
  readonly workLimitMs: number;
  /** True: renewed. False: somebody else holds the lock. Undefined: the store failed. */
  readonly renew: () => Promise<boolean | undefined>;
  readonly onLost: () => void;
}

/**
 * Renews a lock until it is stopped. A short lease then serves both ends: long work keeps its lock, and after a crash the
 * key is free again soon. The timer is in the background; it keeps no process alive.
 *
 * @internal
 */
export function keepLease({ leaseMs, workLimitMs, renew, onLost }: LeaseTerms): Lease & { stop(): void } {
  const controller = new AbortController();
  const startedMs = nowMs();
  let goodUntilMs = startedMs + leaseMs;
  let stopped = false;
  let timer: Timer;

  const lose = () => {
    stopped = true;
    controller.abort(new Error('The lock of this request is lost: the work has taken too long.'));
    onLost();
  };
  const tend = async () => {
    if (nowMs() - startedMs >= workLimitMs) return lose();
    const askedMs = nowMs();
    const renewed = await renew();
    if (stopped) return;
    if (renewed) goodUntilMs = askedMs + leaseMs;
    if (renewed === false || nowMs() >= goodUntilMs) return lose();
    arm();
  };
  const arm = () => {
    timer = startTimer(leaseMs / 3, () => void tend());
    timer.keepAlive(false);
  };
  arm();

  return {
    signal: controller.signal,
    stop: () => {
      stopped = true;
      timer.stop();
    },
  };
}
