import type { Call } from '../core/call.ts';
import { warn } from '../errors/warn.ts';
import type { CachePlan } from './cache-plan.ts';
import { sha256 } from './sha-256.ts';

/** The part of the cache for calls without anything that says who calls. @internal */
export const ANONYMOUS = '';

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
export function partitioner(
  { partition }: CachePlan,
  transport = '',
): (call: Call, personal: readonly string[]) => string | undefined {
  let last = { text: '', hash: ANONYMOUS };

  return (call, personal) => {
    const dispatcher: unknown = Reflect.get(call.init, 'dispatcher');
    const through = typeof dispatcher === 'object' && dispatcher !== null ? nameOf(dispatcher) : '';
    const said = partition === undefined ? personal : named(partition, call);
    if (said === undefined) return undefined;
    if (said.length === 0 && transport === '' && through === '') return ANONYMOUS;
    const text = JSON.stringify([transport, through, partition === undefined ? 'headers' : 'function', said]);
    if (last.text !== text) last = { text, hash: sha256(text) };
    return last.hash;
  };
}

/** A function that fails names nobody, so nothing is shared. */
function named(
  partition: NonNullable<CachePlan['partition']>,
  { method, url, headers }: Call,
): readonly string[] | undefined {
  try {
    const name: unknown = partition({ method, url, headers });
    if (typeof name === 'string') return [name];
    if (name !== undefined) {
      warn('The function cache.partition answered with something that is not a string. Nothing is kept.');
    }
  } catch (error) {
    warn(`The function cache.partition failed: ${String(error)}`);
  }
  return undefined;
}
