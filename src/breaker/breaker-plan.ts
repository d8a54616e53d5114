import { checkNames } from '../errors/check-names.ts';
import { optionError } from '../errors/option-error.ts';
import type { BreakerOptions } from './breaker-options.ts';
import type { CircuitPlan } from './machine.ts';

/** Breaker options, checked, with nothing left open. @internal */
export interface BreakerPlan extends CircuitPlan {
  readonly groupOf: BreakerOptions['groupOf'];
  readonly groups: number;
  readonly shadow: boolean;
}

/** What the defaults depend on. @internal */
export interface BreakerSurroundings {
  readonly attemptTimeoutMs?: number | false | undefined;
  readonly coolDownMs?: number;
}

const FAILURES_IN_A_ROW = 5;
const SHORTEST_ROW_MS = 1_000;
const FAILURE_SHARE = 0.8;
const WINDOW_MS = 20_000;
const COOL_DOWN_MS = 5_000;
const LONGEST_COOL_DOWN_MS = 300_000;

const NAMES = [
  'coolDownMs',
  'failureShare',
  'failuresInARow',
  'groupOf',
  'groups',
  'longestCoolDownMs',
  'minimumCalls',
  'probes',
  'shadow',
  'shortestRowMs',
  'slow',
  'successesToClose',
  'windowMs',
] as const satisfies readonly (keyof BreakerOptions)[];

/** @internal */
export function planBreaker(options: BreakerOptions, around: BreakerSurroundings = {}): BreakerPlan {
  checkNames('breaker.', options, NAMES);
  const { groupOf, shadow = false } = options;
  if (groupOf !== undefined && typeof groupOf !== 'function') {
    throw optionError(`Option breaker.groupOf is ${String(groupOf)}. Give a function from a URL to a name.`);
  }
  if (typeof shadow !== 'boolean') {
    throw optionError(`Option breaker.shadow is ${String(shadow)}. Give true or false.`);
  }
  return {
    failureShare: share('failureShare', options.failureShare) ?? FAILURE_SHARE,
    minimumCalls: count('minimumCalls', options.minimumCalls) ?? 20,
    windowMs: windowOf(options, around),
    ...rowOf(options),
    slow: slowOf(options.slow, around),
    ...coolDownsOf(options, around),
    probes: count('probes', options.probes) ?? 3,
    successesToClose: count('successesToClose', options.successesToClose) ?? 1,
    groupOf,
    groups: count('groups', options.groups) ?? 1_000,
    shadow,
  };
}

/** Throws where attempts may take longer than the window of their circuit can see. @internal */
export function checkWindow(windowMs: number, attemptTimeoutMs: number | false | undefined): void {
  if (typeof attemptTimeoutMs !== 'number' || windowMs >= 2 * attemptTimeoutMs) return;
  throw optionError(
    `Option breaker.windowMs (${windowMs}) is less than twice attemptTimeoutMs (${attemptTimeoutMs}): calls that hang ` +
      `together would not be counted together. Give a windowMs of at least ${2 * attemptTimeoutMs}, or leave one out.`,
  );
}

function windowOf({ windowMs }: BreakerOptions, { attemptTimeoutMs }: BreakerSurroundings): number {
  const given = milliseconds('windowMs', windowMs);
  if (given === undefined) return Math.max(WINDOW_MS, 2 * (attemptTimeoutMs || 0));
  checkWindow(given, attemptTimeoutMs);
  return given;
}

function rowOf({
  failuresInARow,
  shortestRowMs,
}: BreakerOptions): Pick<CircuitPlan, 'failuresInARow' | 'shortestRowMs'> {
  if (shortestRowMs !== undefined && !(Number.isFinite(shortestRowMs) && shortestRowMs >= 0)) {
    throw optionError(
      `Option breaker.shortestRowMs is ${shortestRowMs}. Give a number of milliseconds, 0 or more.`,
    );
  }
  if (failuresInARow === false) {
    if (shortestRowMs === undefined) return { failuresInARow, shortestRowMs: 0 };
    throw optionError(
      `Option breaker.shortestRowMs is ${shortestRowMs} and breaker.failuresInARow is false: no row is looked at. Leave ` +
        'one of them out.',
    );
  }
  return {
    failuresInARow: count('failuresInARow', failuresInARow) ?? FAILURES_IN_A_ROW,
    shortestRowMs: shortestRowMs ?? (failuresInARow === undefined ? SHORTEST_ROW_MS : 0),
  };
}

function slowOf(
  slow: BreakerOptions['slow'],
  { attemptTimeoutMs }: BreakerSurroundings,
): CircuitPlan['slow'] {
  if (slow === undefined || slow === false) return false;
  checkNames('breaker.slow.', slow, ['afterMs', 'share']);
  const afterMs = milliseconds('slow.afterMs', slow.afterMs);
  if (afterMs === undefined) {
    throw optionError('Option breaker.slow has no afterMs. Give the milliseconds from which a call is slow.');
  }
  if (typeof attemptTimeoutMs === 'number' && afterMs >= attemptTimeoutMs) {
    throw optionError(
      `Option breaker.slow.afterMs (${afterMs}) is not less than attemptTimeoutMs (${attemptTimeoutMs}): no answer could ` +
        'be slow. Lower the one, or raise the other.',
    );
  }
  return { afterMs, share: share('slow.share', slow.share) ?? 0.5 };
}

function coolDownsOf(
  options: BreakerOptions,
  around: BreakerSurroundings,
): Pick<CircuitPlan, 'coolDownMs' | 'longestCoolDownMs'> {
  const given = milliseconds('coolDownMs', options.coolDownMs);
  const longest = milliseconds('longestCoolDownMs', options.longestCoolDownMs);
  if (given !== undefined && longest !== undefined && given > longest) {
    throw optionError(
      `Option breaker.coolDownMs (${given}) is more than breaker.longestCoolDownMs (${longest}). Leave one of them out.`,
    );
  }
  const usual = around.coolDownMs ?? COOL_DOWN_MS;
  const coolDownMs = given ?? Math.min(usual, longest ?? usual);
  return { coolDownMs, longestCoolDownMs: longest ?? Math.max(LONGEST_COOL_DOWN_MS, coolDownMs) };
}

function milliseconds(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isFinite(value) && value > 0)) return value;
  throw optionError(`Option breaker.${name} is ${value}. Give a number of milliseconds above 0.`);
}

function count(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= 1)) return value;
  throw optionError(`Option breaker.${name} is ${value}. Give a whole number, 1 or more.`);
}

function share(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (value > 0 && value <= 1)) return value;
  throw optionError(`Option breaker.${name} is ${value}. Give a share above 0 and up to 1, such as 0.5.`);
}
