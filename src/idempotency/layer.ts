import type { Layer } from '../core/layer.ts';
import { originOf } from '../core/origin-of.ts';
import type { IdempotencyKeysOptions } from './idempotency-keys-options.ts';
import { type KeyPlan, needsKey, planKeys } from './machine.ts';

/**
 * Gives each call that changes something an `Idempotency-Key`, so that it can be tried again: a service that honours
 * the key does the work once and answers every attempt alike. The key is random, made once for a call, and the same for
 * all its attempts and its redirects within the origin. A call that has a key keeps its own.
 *
 * Only for services that honour the header. To another service the key is a header nobody reads, and a second attempt
 * is a second order. Put it outside of {@link retry}: inside, each attempt would get a key of its own.
 *
 * @throws A {@link HoldfastError} with code `options` where an option cannot work.
 *
 * @example
 * ```ts
 * const send = compose(fetch, idempotencyKeys(), redirects(), retry(), timeout(2_000));
 * ```
 */
export function idempotencyKeys(options: IdempotencyKeysOptions = {}): Layer {
  return idempotencyKeysLayer(planKeys(options), undefined);
}

/** For one origin only. @internal */
export function idempotencyKeysLayer(plan: KeyPlan, only: string | undefined): Layer {
  return {
    name: 'idempotency keys',
    describe: () => ({ methods: plan.methods, quoted: plan.quoted }),
    wrap: (next) => (call) => {
      const { method, url, idempotencyKey } = call;
      const origin = originOf(url);
      if (!needsKey({ method, origin, hasKey: idempotencyKey !== undefined, plan, only })) return next(call);
      const key = crypto.randomUUID();
      const headers = new Headers(call.headers);
      headers.set('idempotency-key', plan.quoted ? `"${key}"` : key);
      return next(call.with({ headers }));
    },
  };
}
