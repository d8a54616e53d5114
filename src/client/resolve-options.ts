import type { BreakerOptions } from '../breaker/breaker-options.ts';
import { type BreakerPlan, checkWindow, planBreaker } from '../breaker/breaker-plan.ts';
import { Breaker } from '../breaker/create-breaker.ts';
import { type CachePlan, planCache } from '../cache/cache-plan.ts';
import { parseBaseUrl } from '../core/base-url.ts';
import type { Layer } from '../core/layer.ts';
import { type HeadersGiven, readHeaders } from '../core/read-headers.ts';
import { checkCount } from '../errors/check-count.ts';
import { checkHeaderName } from '../errors/check-header-name.ts';
import { checkMs } from '../errors/check-ms.ts';
import { checkNames } from '../errors/check-names.ts';
import { optionError } from '../errors/option-error.ts';
import { type KeyPlan, planKeys } from '../idempotency/machine.ts';
import { planRetries, type RetryPlan } from '../retry/retry-plan.ts';
import { SPREAD } from '../retry/wait-ms.ts';
import { planUpcheck, type UpcheckPlan } from '../upcheck/upcheck-plan.ts';
import type { ClientOptions } from './client-options.ts';

/** Options, checked against each other, with nothing left open. @internal */
export interface ResolvedOptions {
  readonly baseUrl: URL | undefined;
  readonly route: string | undefined;
  readonly headers: Headers;
  readonly allowHttp: 'loopback' | undefined;
  readonly idempotencyKeys: KeyPlan | false;
  readonly redirectLimit: number | false;
  readonly retry: RetryPlan | false;
  readonly breaker: false | Breaker | { readonly given: BreakerOptions; readonly plan: BreakerPlan };
  readonly cache: CachePlan | false;
  readonly attemptHeader: string | undefined;
  readonly deadlineHeader: string | undefined;
  readonly attemptTimeoutMs: number | false;
  readonly layers: readonly Layer[];
  readonly sign: Layer | undefined;
  readonly verifyResponses: Layer | undefined;
  readonly deadlineMs: number | false;
  readonly bodyDeadlineMs: number | false | undefined;
  readonly upcheck: UpcheckPlan | undefined;
}

const NAMES = [
  'allowHttp',
  'attemptHeader',
  'attemptTimeoutMs',
  'baseUrl',
  'bodyDeadlineMs',
  'breaker',
  'cache',
  'deadlineHeader',
  'deadlineMs',
  'fetch',
  'headers',
  'idempotencyKeys',
  'layers',
  'onAlert',
  'redirect',
  'retry',
  'route',
  'sign',
  'upcheck',
  'verifyResponses',
] as const satisfies readonly (keyof ClientOptions)[];

const PATIENT = { waitsMs: [3_000, 9_000, 27_000] };
const PATIENT_ATTEMPT_MS = 1_000;
const PATIENT_COOL_DOWN_MS = 120_000;
const ATTEMPT_MS = 10_000;
const DEADLINE_MS = 30_000;

/**
 * Fills in what was not given, from what was. So only two given values can conflict.
 *
 * @internal
 */
export function resolveOptions(given: ClientOptions): ResolvedOptions {
  checkNames('', given, NAMES);
  const { allowHttp, baseUrl, bodyDeadlineMs, headers } = given;
  if (allowHttp !== undefined && allowHttp !== 'loopback') {
    throw optionError("Option allowHttp can only be 'loopback'. Elsewhere, use https.");
  }
  const retry = retryOf(given.retry);
  checkHints(given);
  checkMs('attemptTimeoutMs', given.attemptTimeoutMs);
  checkMs('deadlineMs', given.deadlineMs);
  checkMs('bodyDeadlineMs', bodyDeadlineMs);
  const base = baseUrl === undefined ? undefined : parseBaseUrl(baseUrl);
  return {
    baseUrl: base,
    route: routeOf(given.route),
    headers: headersOf(headers),
    allowHttp,
    idempotencyKeys: keysOf(given.idempotencyKeys),
    redirectLimit: redirectLimit(given.redirect),
    retry,
    breaker: breakerOf(given),
    cache: cacheOf(given.cache),
    attemptHeader: given.attemptHeader,
    deadlineHeader: given.deadlineHeader,
    layers: layersOf(given.layers),
    sign: signingOf(given.sign, base?.origin),
    verifyResponses: verificationOf(given.verifyResponses),
    ...limits(given, retry),
    bodyDeadlineMs,
    upcheck:
      given.upcheck === undefined || given.upcheck === false ? undefined : planUpcheck(given.upcheck, base),
  };
}

function headersOf(given: ClientOptions['headers']): Headers {
  const headers = readHeaders(given, 'Option headers:');
  if (headers.has('idempotency-key')) {
    throw optionError(
      'Option headers holds an Idempotency-Key. Every call would carry the same, and get the answer of the first. ' +
        'Give it in the headers of the one call it is for, or give idempotencyKeys: true if the service honours them.',
    );
  }
  return headers;
}

function keysOf(given: ClientOptions['idempotencyKeys']): KeyPlan | false {
  if (given === undefined || given === false) return false;
  if (given === true) return planKeys({});
  if (typeof given === 'object' && given !== null) return planKeys(given);
  throw optionError("Option idempotencyKeys can be true, false, or an object such as { methods: ['POST'] }.");
}

function retryOf(given: ClientOptions['retry']): RetryPlan | false {
  if (given === false) return false;
  if (given === undefined) return planRetries({});
  if (given === 'patient') return planRetries(PATIENT);
  if (typeof given === 'object') return planRetries(given);
  throw optionError("Option retry can be false, 'patient', or an object such as { retries: 2 }.");
}

function checkHints({ attemptHeader, deadlineHeader }: ClientOptions): void {
  checkHeaderName('attemptHeader', attemptHeader, 'x-attempt');
  checkHeaderName('deadlineHeader', deadlineHeader, 'x-deadline-ms');
  if (deadlineHeader === undefined || attemptHeader?.toLowerCase() !== deadlineHeader.toLowerCase()) return;
  throw optionError(
    `Options attemptHeader and deadlineHeader both name ${attemptHeader}. Give each a header of its own.`,
  );
}

function cacheOf(given: ClientOptions['cache']): CachePlan | false {
  if (given === false) return false;
  if (given === undefined || given === true) return planCache({});
  if (typeof given === 'object' && given !== null) return planCache(given);
  throw optionError('Option cache can be true, false, or an object such as { staleIfErrorMs: 60_000 }.');
}

/** A query string is in no event, so it must not come in by this door either. */
function routeOf(given: string | undefined): string | undefined {
  if (given === undefined || (typeof given === 'string' && given !== '' && !given.includes('?')))
    return given;
  throw optionError(
    `Option route is ${JSON.stringify(given)}. Give a name without a query string, such as '/orders/{id}'.`,
  );
}

function breakerOf({ breaker, attemptTimeoutMs, retry }: ClientOptions): ResolvedOptions['breaker'] {
  if (breaker === false) return false;
  if (breaker instanceof Breaker) {
    checkWindow(breaker.plan.windowMs, attemptTimeoutMs);
    return breaker;
  }
  if (breaker !== undefined && (typeof breaker !== 'object' || breaker === null)) {
    throw optionError(
      'Option breaker can be false, an object such as { coolDownMs: 60_000 }, or a createBreaker().',
    );
  }
  const given = breaker ?? {};
  const usual = retry === 'patient' ? { coolDownMs: PATIENT_COOL_DOWN_MS } : {};
  return { given, plan: planBreaker(given, { ...usual, attemptTimeoutMs }) };
}

function layersOf(given: readonly Layer[] = []): readonly Layer[] {
  const isLayers =
    Array.isArray(given) &&
    given.every((layer) => typeof layer?.name === 'string' && typeof layer.wrap === 'function');
  if (isLayers) return given;
  throw optionError(
    'Option layers takes a list of layers, each { name, wrap: (next) => (call) => next(call) }.',
  );
}

function signingOf(given: ClientOptions['sign'], origin: string | undefined): Layer | undefined {
  if (given === undefined || given === false) return undefined;
  if (typeof given?.within !== 'function') {
    throw optionError('Option sign can be false, or what sign({ key }) of holdfast/signatures makes.');
  }
  return origin === undefined ? given : given.within(origin);
}

function verificationOf(given: ClientOptions['verifyResponses']): Layer | undefined {
  if (given === undefined || given === false) return undefined;
  if (given?.name === 'response verification') return given;
  throw optionError(
    'Option verifyResponses can be false, or what verifyResponses({ keys }) of holdfast/signatures makes.',
  );
}

function redirectLimit(given: ClientOptions['redirect']): number | false {
  if (given === false) return false;
  if (given !== undefined) checkNames('redirect.', given, ['limit']);
  checkCount('redirect.limit', given?.limit);
  return given?.limit ?? 5;
}

function limits(given: ClientOptions, retry: RetryPlan | false) {
  const attemptTimeoutMs = given.attemptTimeoutMs ?? derivedAttemptMs(given, retry);
  const neededMs = neededForSeries(retry, attemptTimeoutMs);
  const deadlineMs = given.deadlineMs ?? derivedDeadlineMs(attemptTimeoutMs, neededMs);

  if (deadlineMs !== false && attemptTimeoutMs !== false && attemptTimeoutMs > deadlineMs) {
    throw optionError(
      `Option attemptTimeoutMs (${attemptTimeoutMs}) is more than deadlineMs (${deadlineMs}): the deadline would end ` +
        'the first attempt. Lower the one, raise the other, or leave one of them out.',
    );
  }
  if (deadlineMs !== false && neededMs !== undefined && neededMs > deadlineMs) {
    const what = given.retry === 'patient' ? "retry 'patient'" : 'retry.waitsMs';
    throw optionError(
      `Option ${what} can take ${neededMs} ms, and deadlineMs is ${deadlineMs}: the last attempts would never be ` +
        `made. Give a deadlineMs of at least ${neededMs}, or leave it out.`,
    );
  }
  return { attemptTimeoutMs, deadlineMs };
}

/**
 * Never more than the deadline, or half a breaker's window. With a series and a deadline, what the waits leave, shared
 * among the attempts.
 */
function derivedAttemptMs(
  { retry: word, breaker, deadlineMs }: ClientOptions,
  retry: RetryPlan | false,
): number {
  const usual = Math.min(word === 'patient' ? PATIENT_ATTEMPT_MS : ATTEMPT_MS, windowOf(breaker) / 2);
  if (typeof deadlineMs !== 'number') return usual;
  const shareMs =
    retry === false || word === 'patient'
      ? deadlineMs
      : Math.floor(
          (deadlineMs - longestSeriesMs(retry)) / (longestSeriesMs(retry) === 0 ? 1 : retry.retries + 1),
        );
  return Math.min(usual, shareMs > 0 ? shareMs : deadlineMs);
}

function windowOf(breaker: ClientOptions['breaker']): number {
  if (breaker === undefined || breaker === false) return Number.POSITIVE_INFINITY;
  return (breaker instanceof Breaker ? breaker.plan : breaker).windowMs ?? Number.POSITIVE_INFINITY;
}

/** The waits of a fixed series, each as late as it may come. 0 where the waits are random. */
function longestSeriesMs({ waits }: RetryPlan): number {
  if (waits.kind !== 'series') return 0;
  const sum = waits.waitsMs.reduce((total, wait) => total + wait, 0);
  return sum + sum * SPREAD;
}

/** How long the waits and the attempts of a fixed series can take. Undefined where the waits are random. */
function neededForSeries(retry: RetryPlan | false, attemptTimeoutMs: number | false): number | undefined {
  if (retry === false || retry.waits.kind !== 'series') return undefined;
  const attempts = attemptTimeoutMs === false ? 0 : (retry.retries + 1) * attemptTimeoutMs;
  return Math.ceil(longestSeriesMs(retry) + attempts);
}

/** With a series, one attempt's time is added, for reading the last answer. */
function derivedDeadlineMs(attemptTimeoutMs: number | false, neededMs: number | undefined): number {
  const attemptMs = attemptTimeoutMs === false ? 0 : attemptTimeoutMs;
  return Math.max(neededMs === undefined ? DEADLINE_MS : neededMs + attemptMs, 3 * attemptMs);
}

/** `more` on top of `base`: headers and cache options are merged by name, everything else is replaced. @internal */
export function mergeOptions(base: ClientOptions, more: ClientOptions): ClientOptions {
  const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
  const merged: ClientOptions = { ...base, ...given, ...mergedCache(base.cache, more.cache) };
  if (base.headers === undefined || more.headers === undefined) return merged;
  return { ...merged, headers: mergeHeaders(base.headers, more.headers) };
}

function mergedCache(
  base: ClientOptions['cache'],
  more: ClientOptions['cache'],
): Pick<ClientOptions, 'cache'> {
  return typeof base === 'object' && typeof more === 'object' ? { cache: { ...base, ...more } } : {};
}

function mergeHeaders(base: HeadersGiven, more: HeadersGiven): Headers {
  const headers = readHeaders(base, 'Option headers:');
  const given = readHeaders(more, 'Option headers:');
  for (const name of given.keys()) headers.delete(name);
  for (const [name, value] of given) headers.append(name, value);
  return headers;
}
