import type { Call } from '../core/call.ts';
import type { Handler } from '../core/handler.ts';
import type { Layer } from '../core/layer.ts';
import { originOf } from '../core/origin-of.ts';
import { discard } from '../response/discard.ts';
import type { SigningLayer } from '../signatures/layer.ts';

/** As many origins are remembered; the oldest is forgotten. */
const MOST_ORIGINS = 10_000;

/**
 * Signs in one way, and where the service answers 401 or 403, once more in the other. Which of the two an origin took is
 * remembered, and tried first the next time. For a federation in which some know RFC 9421 and some only the draft.
 *
 * A call whose body is a stream is sent once. What both are refused for is the answer of the second.
 *
 * @example
 * ```ts
 * const inbox = createClient({ sign: doubleKnock(sign({ key }), signCavage({ key })) });
 * ```
 */
export function doubleKnock(first: SigningLayer, second: SigningLayer): SigningLayer {
  /** Origins that took the second. */
  const tookSecond = new Map<string, boolean>();
  const remember = (origin: string, second: boolean) => {
    tookSecond.delete(origin);
    tookSecond.set(origin, second);
    const [oldest] = tookSecond.keys();
    if (tookSecond.size > MOST_ORIGINS && oldest !== undefined) tookSecond.delete(oldest);
  };
  const layer = (one: Layer, other: Layer): Layer => ({
    name: 'signature',
    describe: () => ({ first: one.describe?.(), second: other.describe?.() }),
    wrap: (next) => {
      const handlers = [one.wrap(next), other.wrap(next)] as const;
      return async (call) => {
        const origin = originOf(call.url);
        const startsWithSecond = tookSecond.get(origin) ?? false;
        const [now, then] = startsWithSecond ? [handlers[1], handlers[0]] : handlers;
        const response = await now(call);
        if (!isRefused(response) || call.body.kind === 'one-shot') return response;
        return again(then, call, response, () => remember(origin, !startsWithSecond));
      };
    },
  });
  return {
    ...layer(first, second),
    name: 'signature',
    within: (origin) => layer(first.within(origin), second.within(origin)),
  };
}

async function again(
  handler: Handler,
  call: Call,
  refused: Response,
  onTaken: () => void,
): Promise<Response> {
  discard(refused);
  const response = await handler(call);
  if (!isRefused(response)) onTaken();
  return response;
}

function isRefused({ status }: Response): boolean {
  return status === 401 || status === 403;
}
