export { retry } from './layer.ts';
export type { RetryOptions } from './retry-options.ts';
