import { checkNames } from '../errors/check-names.ts';
import { optionError } from '../errors/option-error.ts';
import type { IdempotencyKeysOptions } from './idempotency-keys-options.ts';

/** Options, checked, with nothing left open. @internal */
export interface KeyPlan {
  readonly methods: readonly string[];
  readonly quoted: boolean;
}

/** RFC 9110, section 9.2.1, and QUERY: these change nothing, so there is nothing to do once. */
export const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY', 'TRACE']);

const NAMES = ['methods', 'quoted'] as const satisfies readonly (keyof IdempotencyKeysOptions)[];

/** @internal */
export function planKeys(options: IdempotencyKeysOptions): KeyPlan {
  checkNames('idempotencyKeys.', options, NAMES);
  const { methods = ['POST', 'PATCH'], quoted = false } = options;
  if (!Array.isArray(methods) || methods.length === 0) {
    throw optionError(
      "Option idempotencyKeys.methods must be a list with a method in it, such as ['POST', 'PATCH']. For no keys at " +
        'all, give idempotencyKeys: false.',
    );
  }
  const upper = methods.map((method) => String(method).toUpperCase());
  const safe = upper.find((method) => SAFE.has(method));
  if (safe !== undefined) {
    throw optionError(
      `Option idempotencyKeys.methods names ${safe}, which changes nothing and needs no key. Leave it out.`,
    );
  }
  if (typeof quoted !== 'boolean') {
    throw optionError(`Option idempotencyKeys.quoted is ${quoted}. Give true or false.`);
  }
  return { methods: upper, quoted };
}

/** What decides whether a call gets a key of ours. */
export interface KeyQuestion {
  readonly method: string;
  readonly origin: string;
  readonly hasKey: boolean;
  readonly plan: KeyPlan;
  /** The only origin that is known to honour keys. Undefined: all that are called. */
  readonly only: string | undefined;
}

/** Whether a call gets a key of ours. The caller's own always wins. */
export function needsKey({ method, origin, hasKey, plan, only }: KeyQuestion): boolean {
  if (hasKey || (only !== undefined && origin !== only)) return false;
  return plan.methods.includes(method.toUpperCase());
}
