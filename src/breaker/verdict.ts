import { isShutDown } from '../errors/classify.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';

/**
 * What an attempt says of the health of a service.
 *
 * - `success`: it does its work; a 404 is work too.
 * - `failure`: it is there, and does not do its work.
 * - `outage`: a failure that looks as if nobody were there.
 * - `neutral`: nothing; the attempt is not counted.
 */
export type Verdict = 'success' | 'failure' | 'outage' | 'neutral';

/** Headers decide. What becomes of the body afterwards is not known when the verdict is due. */
export function verdictOfStatus(status: number): Verdict {
  // It asks for fewer calls, which is a matter of how much we send, not of its health.
  if (status === 429) return 'neutral';
  // A method that a service does not know says nothing of its health.
  if (status < 500 || status === 501) return 'success';
  return status >= 502 && status <= 504 ? 'outage' : 'failure';
}

/** A timer may come so much too early. */
const TIMER_MS = 1;

/** How a call stood when an attempt of it failed. */
export interface Circumstances {
  /** So many have been sent. The first has all the time there is; a later one may begin a moment before the end. */
  readonly attempts: number;
  /** Whether the call is over: its caller has left, or its deadline has passed. */
  readonly aborted: boolean;
  /** Until its own deadline: a caller may leave because of another. Infinity where there is none. */
  readonly remainingMs: number;
}

/**
 * Only what the service or the way to it is to blame for. The caller's abort, options that do not fit, a refused
 * redirect and our own refusals are neutral, and so is whatever is not known.
 */
export function verdictOfError(error: unknown, { attempts, aborted, remainingMs }: Circumstances): Verdict {
  if (!isHoldfastError(error)) return 'neutral';
  if (error.code === 'deadline') return attempts === 1 && remainingMs <= TIMER_MS ? 'outage' : 'neutral';
  if (aborted) return 'neutral';
  switch (error.code) {
    case 'refused':
    case 'timeout':
      return 'outage';
    case 'network':
      return isShutDown(error.cause) ? 'neutral' : 'outage';
    default:
      return 'neutral';
  }
}
