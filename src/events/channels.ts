import type { Channel } from 'node:diagnostics_channel';
import type { CallEventKind } from '../core/call-event.ts';
import type { EventSink } from '../core/event-sink.ts';

/**
 * Asked for through `process`, where there is one: an import would keep the library from being bundled for a runtime
 * that has no such module.
 */
const diagnostics = globalThis.process?.getBuiltinModule?.('node:diagnostics_channel');

/** Held on to, so that they stay the same. */
const channels = new Map<CallEventKind, Channel>();

/** The channel of a kind, if anybody has subscribed to it. @internal */
export function channelOf(kind: CallEventKind): Channel | undefined {
  if (diagnostics === undefined) return undefined;
  let channel = channels.get(kind);
  if (channel === undefined) {
    channel = diagnostics.channel(`holdfast:${kind}`);
    channels.set(kind, channel);
  }
  return channel.hasSubscribers ? channel : undefined;
}

/** The channels alone, where there is no client to listen to. @internal */
export const channelSink: EventSink = {
  emit: (event) => channelOf(event.kind)?.publish(event),
  hasListeners: (kind) => channelOf(kind) !== undefined,
};
