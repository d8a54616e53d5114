import type { Call } from '../core/call.ts';
import type { RequestMessage } from './message.ts';

/** A call as the transport will send it, which drops the `?` of an empty query. @internal */
export function requestMessageOf(
  { method, url }: Pick<Call, 'method' | 'url'>,
  headers: Headers,
): RequestMessage {
  const { origin, pathname, search } = new URL(url);
  return { method, target: `${pathname}${search}`, origin, headers: [...headers] };
}
