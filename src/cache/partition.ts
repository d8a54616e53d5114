import type { Call } from '../core/call.ts';
import { NOT_PERSONAL } from '../core/not-personal.ts';
import { warn } from '../errors/warn.ts';
import type { CachePlan } from './cache-plan.ts';
import { sha256 } from './sha-256.ts';

/** The part of the cache for calls without anything that says who calls. @internal */
export const ANONYMOUS = '';

/** Of one call, for whoever follows its way through several services. */
const OF_THE_CALL = new Set(['x-correlation-id', 'x-request-id']);

/** What a transport or a dispatcher is known by: it may hold a client's certificate. */
const names = new WeakMap<object, string>();

/** @internal */
export function nameOf(object: object): string {
  const name = names.get(object) ?? crypto.randomUUID();
  names.set(object, name);
  return name;
}

/**
 * Finds on whose behalf a call is made. Names come out hashed; undefined where the caller's function knows none. The last
 * one is held on to, since most clients call in the name of one.
 *
 * @param transport - The name of a transport that only some calls of this cache use.
 *
 * @internal
 */
export function partitioner(plan: CachePlan, transport = ''): (call: Call) => string | undefined {
  const { partition, impersonalHeaders } = plan;
  const skipped = new Set([...NOT_PERSONAL, ...OF_THE_CALL, ...impersonalHeaders]);
  let last = { text: '', hash: ANONYMOUS };

  return (call) => {
    const dispatcher: unknown = Reflect.get(call.init, 'dispatcher');
    const said: string[] = [];
    if (typeof dispatcher === 'object' && dispatcher !== null) said.push('dispatcher', nameOf(dispatcher));
    if (partition === undefined) {
      for (const [name, value] of call.headers) if (!skipped.has(name)) said.push(name, value);
    } else {
      const name = named(partition, call);
      if (name === undefined) return undefined;
      said.push('name', name);
    }
    if (said.length === 0 && transport === '') return ANONYMOUS;
    const text = JSON.stringify([transport, said]);
    if (last.text !== text) last = { text, hash: sha256(text) };
    return last.hash;
  };
}

/** A function that fails names nobody, so nothing is shared. */
function named(
  partition: NonNullable<CachePlan['partition']>,
  { method, url, headers }: Call,
): string | undefined {
  try {
    const name: unknown = partition({ method, url, headers });
    if (typeof name === 'string' || name === undefined) return name;
    warn('The function cache.partition answered with something that is not a string. Nothing is kept.');
  } catch (error) {
    warn(`The function cache.partition failed: ${String(error)}`);
  }
  return undefined;
}
