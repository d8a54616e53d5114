import type { HoldfastErrorCode } from '../errors/holdfast-error.ts';
import type { Matter } from './explanation.ts';

/** What is the matter, and whether it may pass by itself. */
export interface Finding {
  readonly matter: Matter;
  readonly mayPass: boolean;
}

/** The status to answer with. 499 is nginx's word for a client that has gone; no other status keeps it out of the faults. */
export const STATUS_OF: Readonly<Record<Matter, number>> = {
  unavailable: 503,
  slow: 504,
  broken: 502,
  ours: 500,
  'not-found': 404,
  aborted: 499,
};

const MATTER_OF: Readonly<Record<HoldfastErrorCode, Matter>> = {
  'circuit-open': 'unavailable',
  down: 'unavailable',
  network: 'unavailable',
  refused: 'unavailable',
  timeout: 'slow',
  deadline: 'slow',
  'https-required': 'ours',
  redirect: 'broken',
  signature: 'broken',
  options: 'ours',
};

/**
 * A code that is not known here is of another version of this package.
 *
 * A connection that will fail the same way tomorrow, such as a certificate that does not hold, is a fault and no
 * outage.
 */
export function findInCode(code: HoldfastErrorCode, isRetryable: boolean): Finding {
  const mayPass = isRetryable || code === 'circuit-open';
  const matter = Object.hasOwn(MATTER_OF, code) ? MATTER_OF[code] : mayPass ? 'unavailable' : 'ours';
  return { matter: matter === 'unavailable' && !mayPass ? 'broken' : matter, mayPass };
}

/**
 * An answer that the program did not expect. What the service says of our request (401, 403, 422 …) is our doing and not
 * the user's: they wrote none of it.
 */
export function findInStatus(status: number): Finding {
  if (status === 404 || status === 410) return { matter: 'not-found', mayPass: false };
  if (status === 429 || status === 503) return { matter: 'unavailable', mayPass: true };
  if (status === 408 || status === 504) return { matter: 'slow', mayPass: true };
  if (status === 500 || status === 502) return { matter: 'broken', mayPass: true };
  if (status > 500) return { matter: 'broken', mayPass: false };
  return { matter: 'ours', mayPass: false };
}

/** Whatever else was thrown: by name, since an error may be of another realm. */
export function findInName(name: unknown): Finding {
  if (name === 'AbortError') return { matter: 'aborted', mayPass: false };
  if (name === 'TimeoutError') return { matter: 'slow', mayPass: true };
  return { matter: 'ours', mayPass: false };
}
