import { checkCount } from '../errors/check-count.ts';
import { checkHeaderName } from '../errors/check-header-name.ts';
import { checkNames } from '../errors/check-names.ts';
import { optionError } from '../errors/option-error.ts';
import type { BudgetLimits } from './budget.ts';
import type { RetryOptions } from './retry-options.ts';
import type { Waits } from './wait-ms.ts';

/** Retry options, checked, with nothing left open. @internal */
export interface RetryPlan {
  readonly retries: number;
  readonly waits: Waits;
  readonly statuses: readonly number[];
  readonly shouldRetryHeader: string | undefined;
  readonly budget: false | BudgetLimits;
}

/** The answers after which another attempt may do better. Never 501: a service does not learn a method in seconds. */
const STATUSES = [408, 425, 429, 500, 502, 503, 504];

const NAMES = [
  'budget',
  'firstWaitMs',
  'longestWaitMs',
  'retries',
  'shouldRetryHeader',
  'statuses',
  'waitsMs',
] as const satisfies readonly (keyof RetryOptions)[];

/** @internal */
export function planRetries(options: RetryOptions): RetryPlan {
  checkNames('retry.', options, NAMES);
  const { waitsMs, statuses = STATUSES, shouldRetryHeader, budget = {} } = options;
  checkHeaderName('retry.shouldRetryHeader', shouldRetryHeader, 'x-should-retry');
  return {
    retries: retriesOf(options),
    waits: waitsMs === undefined ? jitter(options) : series(waitsMs, options),
    statuses,
    shouldRetryHeader,
    budget: budget === false ? false : budgetOf(budget),
  };
}

function retriesOf({ retries, waitsMs }: RetryOptions): number {
  if (retries === undefined) return waitsMs?.length ?? 2;
  checkCount('retry.retries', retries);
  if (waitsMs !== undefined && waitsMs.length !== retries) {
    throw optionError(
      `Option retry.retries is ${retries}, and retry.waitsMs has ${waitsMs.length} waits. Leave retries out.`,
    );
  }
  return retries;
}

function jitter({ firstWaitMs, longestWaitMs }: RetryOptions): Waits {
  const first = positive('retry.firstWaitMs', firstWaitMs) ?? Math.min(300, longestWaitMs ?? 300);
  const longest = positive('retry.longestWaitMs', longestWaitMs) ?? Math.max(20_000, first);
  if (first > longest) {
    throw optionError(
      `Option retry.firstWaitMs (${first}) is more than retry.longestWaitMs (${longest}). Leave one of them out.`,
    );
  }
  return { kind: 'jitter', firstWaitMs: first, longestWaitMs: longest };
}

function series(waitsMs: readonly number[], { firstWaitMs, longestWaitMs }: RetryOptions): Waits {
  if (firstWaitMs !== undefined || longestWaitMs !== undefined) {
    throw optionError(
      'Option retry.waitsMs gives all waits; firstWaitMs and longestWaitMs are for random ones. Leave these two out.',
    );
  }
  for (const wait of waitsMs) positive('retry.waitsMs', wait);
  return { kind: 'series', waitsMs: [...waitsMs] };
}

function positive(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isFinite(value) && value >= 0)) return value;
  throw optionError(`Option ${name} is ${value}. Give a number of milliseconds, 0 or more.`);
}

function budgetOf({ share = 0.2, floor = 10 }: { share?: number; floor?: number }) {
  if (!(share >= 0 && share <= 1)) {
    throw optionError(`Option retry.budget.share is ${share}. Give a share between 0 and 1, such as 0.2.`);
  }
  if (!(Number.isFinite(floor) && floor >= 0)) {
    throw optionError(`Option retry.budget.floor is ${floor}. Give a number of retries, 0 or more.`);
  }
  return { share, floor };
}
