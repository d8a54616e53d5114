export type { IdempotencyKeysOptions } from './idempotency-keys-options.ts';
export { idempotencyKeys } from './layer.ts';
