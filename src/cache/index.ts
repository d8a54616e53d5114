export type { CacheOptions, CacheRequest } from './cache-options.ts';
export type { CacheStore } from './cache-store.ts';
export { cache } from './layer.ts';
