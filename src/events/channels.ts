import type { Channel } from 'node:diagnostics_channel';
import { CALL_EVENT_KINDS, type CallEventKind } from '../core/call-event.ts';

/**
 * The channels of `node:diagnostics_channel`, held on to so that they stay the same. Asked for through `process`, where
 * there is one: an import would keep the library from being bundled for a runtime that has no such module.
 */
const channels: ReadonlyMap<string, Channel> = open();

function open(): ReadonlyMap<string, Channel> {
  const diagnostics = globalThis.process?.getBuiltinModule?.('node:diagnostics_channel');
  if (diagnostics === undefined) return new Map();
  return new Map(CALL_EVENT_KINDS.map((kind) => [kind, diagnostics.channel(`holdfast:${kind}`)]));
}

/** The channel of a kind, if anybody has subscribed to it. @internal */
export function channelOf(kind: CallEventKind): Channel | undefined {
  const channel = channels.get(kind);
  return channel?.hasSubscribers ? channel : undefined;
}
