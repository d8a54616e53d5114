export { retry } from './layer.ts';
export type { RuledOutBecause } from './machine.ts';
export type { RetryOptions } from './retry-options.ts';
