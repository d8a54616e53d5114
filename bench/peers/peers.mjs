// Other clients and policies, set to what holdfast does where they can: 10 s for an attempt, 2 retries, a breaker that
// opens when four fifths of 20 calls fail. Each answers with a function from a fetch to a fetch.
import * as ffetch from '@fetchkit/ffetch';
import * as cockatiel from 'cockatiel';
import ky from 'ky';
import Opossum from 'opossum';
import pRetry from 'p-retry';

/** Breaker and timeout. */
export const opossum = (send) => {
  const breaker = new Opossum((url, signal) => send(url, { signal }), {
    timeout: 10_000,
    errorThresholdPercentage: 80,
    volumeThreshold: 20,
  });
  const { signal } = new AbortController();
  return (url) => breaker.fire(url, signal);
};

/** Retries around breaker and timeout. */
export const opossumAndPRetry = (send) => {
  const guarded = opossum(send);
  return (url) => pRetry(() => guarded(url), { retries: 2 });
};

/** Retries around breaker around timeout. */
export const cockatielWrap = (send) => {
  const policy = cockatiel.wrap(
    cockatiel.retry(cockatiel.handleAll, { maxAttempts: 2, backoff: new cockatiel.ExponentialBackoff() }),
    cockatiel.circuitBreaker(cockatiel.handleAll, {
      halfOpenAfter: 5_000,
      breaker: new cockatiel.SamplingBreaker({ threshold: 0.8, duration: 20_000, minimumRps: 20 }),
    }),
    cockatiel.timeout(10_000, cockatiel.TimeoutStrategy.Aggressive),
  );
  return (url) => policy.execute(({ signal }) => send(url, { signal }));
};

/** Retries and timeouts; no breaker. */
export const kyCall = (send) => {
  const client = ky.create({ fetch: send, timeout: 10_000, retry: 2, throwHttpErrors: false });
  return (url) => client(url);
};

/** Retries, one timeout for all of them, and a breaker. */
export const ffetchCall = (send) =>
  ffetch.createClient({
    fetchHandler: send,
    timeout: 10_000,
    retries: 2,
    circuit: { threshold: 5, reset: 5_000 },
  });
