import { channelSink } from '../events/channels.ts';
import { absoluteUrl } from './absolute-url.ts';
import type { Fetch } from './fetch.ts';
import type { Handler } from './handler.ts';
import type { Layer } from './layer.ts';
import { Lifetime } from './lifetime.ts';
import { type CallInit, startCall } from './start-call.ts';
import { transport } from './transport.ts';

/**
 * A `fetch` of the layers you choose, outermost first: with `compose(fetch, retry(), timeout())` each attempt has its
 * own timeout, with `compose(fetch, timeout(), retry())` all of them share one.
 *
 * Nothing is in it that you do not put in. Without {@link redirects} it calls `http:` too and hands redirects back;
 * there is no deadline, and no client's headers. {@link createClient} is the whole, in the order that works.
 *
 * @param send - The transport, any `fetch`.
 *
 * @example
 * ```ts
 * const send = compose(fetch, redirects(), retry({ retries: 1 }), timeout(2_000));
 * const response = await send('https://api.example.com/v1/orders');
 * ```
 */
export function compose(send: Fetch, ...layers: readonly Layer[]): Fetch {
  const settings = {
    handler: stack(send, layers),
    lifetime: new Lifetime(),
    deadlineMs: false,
    bodyDeadlineMs: undefined,
    resolveUrl: absoluteUrl,
    headersFor: () => undefined,
    route: undefined,
    events: channelSink,
  } as const;
  return (input: string | URL | Request, init?: CallInit) => startCall(input, init, settings);
}

/** @internal */
export function stack(send: Fetch, layers: readonly Layer[]): Handler {
  return layers.reduceRight<Handler>((next, layer) => layer.wrap(next), transport(send));
}
