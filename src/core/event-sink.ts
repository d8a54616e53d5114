import type { CallEvent, CallEventKind } from './call-event.ts';

/** Where events go. @internal */
export interface EventSink {
  readonly emit: (event: CallEvent) => void;
  readonly hasListeners: (kind: CallEventKind) => boolean;
}
