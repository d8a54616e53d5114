import { checkCount } from '../errors/check-count.ts';
import { checkMs } from '../errors/check-ms.ts';
import { checkNames } from '../errors/check-names.ts';
import { optionError } from '../errors/option-error.ts';
import type { CacheOptions } from './cache-options.ts';
import type { CacheStore } from './cache-store.ts';

/** Options, checked, with nothing left open. @internal */
export interface CachePlan {
  readonly store: CacheStore | undefined;
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly maxEntryBytes: number;
  readonly partition: CacheOptions['partition'];
  readonly impersonalHeaders: readonly string[];
  readonly staleIfErrorMs: number;
  readonly heuristics: boolean;
  readonly coalesce: boolean;
  readonly storeTimeoutMs: number;
}

const NAMES = [
  'coalesce',
  'heuristics',
  'impersonalHeaders',
  'maxBytes',
  'maxEntries',
  'maxEntryBytes',
  'partition',
  'staleIfErrorMs',
  'store',
  'storeTimeoutMs',
] as const satisfies readonly (keyof CacheOptions)[];

const MIB = 1024 * 1024;

/** @internal */
export function planCache(options: CacheOptions): CachePlan {
  checkNames('cache.', options, NAMES);
  const { store, partition, impersonalHeaders = [], staleIfErrorMs = 0, storeTimeoutMs = 100 } = options;
  const maxBytes = countOf('maxBytes', options.maxBytes) ?? 32 * MIB;
  const maxEntryBytes = countOf('maxEntryBytes', options.maxEntryBytes);
  if (maxEntryBytes !== undefined && maxEntryBytes > maxBytes && store === undefined) {
    throw optionError(
      `Option cache.maxEntryBytes (${maxEntryBytes}) is more than cache.maxBytes (${maxBytes}): such a body would ` +
        'never fit. Lower the one, raise the other, or leave one of them out.',
    );
  }
  if (store !== undefined) {
    checkStore(store);
    if (options.maxEntries !== undefined || options.maxBytes !== undefined) {
      throw optionError(
        'Options cache.maxEntries and cache.maxBytes are of the memory, and cache.store is given. What a store holds is ' +
          'for the store to bound. Leave them out.',
      );
    }
  }
  if (partition !== undefined && typeof partition !== 'function') {
    throw optionError(
      "Option cache.partition takes a function, such as ({ headers }) => headers.get('x-user') ?? undefined.",
    );
  }
  if (!Array.isArray(impersonalHeaders) || impersonalHeaders.some((name) => typeof name !== 'string')) {
    throw optionError("Option cache.impersonalHeaders takes a list of names, such as ['x-request-id'].");
  }
  if (partition !== undefined && impersonalHeaders.length > 0) {
    throw optionError(
      'Options cache.partition and cache.impersonalHeaders are both given, and the one says all. Leave one of them out.',
    );
  }
  if (staleIfErrorMs !== 0) checkMs('cache.staleIfErrorMs', staleIfErrorMs);
  checkMs('cache.storeTimeoutMs', storeTimeoutMs);
  return {
    store,
    maxEntries: countOf('maxEntries', options.maxEntries) ?? 1_000,
    maxBytes,
    maxEntryBytes: maxEntryBytes ?? Math.min(5 * MIB, store === undefined ? maxBytes : 5 * MIB),
    partition,
    impersonalHeaders: impersonalHeaders.map((name) => name.toLowerCase()),
    staleIfErrorMs,
    heuristics: flagOf('heuristics', options.heuristics) ?? false,
    coalesce: flagOf('coalesce', options.coalesce) ?? true,
    storeTimeoutMs,
  };
}

function countOf(name: 'maxBytes' | 'maxEntries' | 'maxEntryBytes', value: number | undefined) {
  checkCount(`cache.${name}`, value);
  return value;
}

function flagOf(name: 'coalesce' | 'heuristics', value: boolean | undefined): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw optionError(`Option cache.${name} is ${value}. Give true or false.`);
}

function checkStore(store: CacheStore): void {
  for (const method of ['get', 'set', 'delete'] as const) {
    if (typeof store?.[method] === 'function') continue;
    throw optionError(
      `Option cache.store has no ${method}(). Give a Map, or what has get, set and delete as a Map has.`,
    );
  }
}
