import type { Named } from '../core/call-facts.ts';
import type { EventSink } from '../core/event-sink.ts';
import type { Entry } from './entry.ts';

/** Who asks, so that a failing store can be told of. */
export type Asker = Named & Pick<EventSink, 'emit' | 'hasListeners'>;

/** The answers that are kept for a key: one for each way in which requests for it differ. @internal */
export interface Entries {
  find(key: string, asker: Asker): readonly Entry[] | Promise<readonly Entry[]>;
  /** What is kept now, as far as that can be told at once. `known` is what was found. */
  latest(key: string, known: readonly Entry[]): readonly Entry[];
  /** Puts these in the place of all. None: forgets the key. */
  put(key: string, entries: readonly Entry[], asker: Asker): void;
}
