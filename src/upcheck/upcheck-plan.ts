import { resolveUrl } from '../core/base-url.ts';
import { checkNames } from '../errors/check-names.ts';
import { optionError } from '../errors/option-error.ts';
import type { UpcheckOptions } from './upcheck-options.ts';

/** Upcheck options, checked, with nothing left open. @internal */
export interface UpcheckPlan {
  readonly url: string;
  readonly method: 'GET' | 'HEAD';
  readonly timeoutMs: number;
  readonly validForMs: number;
}

/**
 * Three round trips of 150 ms, which is a new TLS connection across an ocean, and little more: a page waits for this
 * before it does anything.
 */
const TIMEOUT_MS = 500;
const VALID_FOR_MS = 1_000;

const NAMES = [
  'method',
  'path',
  'timeoutMs',
  'validForMs',
] as const satisfies readonly (keyof UpcheckOptions)[];

/** @internal */
export function planUpcheck(given: string | UpcheckOptions, baseUrl: URL | undefined): UpcheckPlan {
  if (typeof given !== 'string' && (typeof given !== 'object' || given === null)) {
    throw optionError(
      "Option upcheck can be false, a path such as '/up', or an object such as { path: '/up' }.",
    );
  }
  const options: UpcheckOptions = typeof given === 'string' ? { path: given } : given;
  checkNames('upcheck.', options, NAMES);
  const { path, method = 'GET', timeoutMs = TIMEOUT_MS, validForMs = VALID_FOR_MS } = options;
  if (typeof path !== 'string' || path === '') {
    throw optionError(`Option upcheck.path is ${JSON.stringify(path)}. Give a path, such as '/up'.`);
  }
  if (method !== 'GET' && method !== 'HEAD') {
    throw optionError(`Option upcheck.method is ${JSON.stringify(method)}. Give 'GET' or 'HEAD'.`);
  }
  if (!Number.isFinite(timeoutMs) || timeoutMs <= 0) {
    throw optionError(`Option upcheck.timeoutMs is ${timeoutMs}. Give a number of milliseconds above 0.`);
  }
  if (!Number.isFinite(validForMs) || validForMs < 0) {
    throw optionError(
      `Option upcheck.validForMs is ${validForMs}. Give a number of milliseconds, 0 or more.`,
    );
  }
  return { url: resolveUrl(path, baseUrl).href, method, timeoutMs, validForMs };
}
