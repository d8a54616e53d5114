import {
  CALL_EVENT_KINDS,
  type CallEvent,
  type CallEventKind,
  type CallEventOf,
} from '../core/call-event.ts';
import type { EventSink } from '../core/event-sink.ts';
import { optionError } from '../errors/option-error.ts';
import { warn } from '../errors/warn.ts';
import { channelOf } from './channels.ts';

/** Takes events of one kind; with `'*'`, of any. What it throws becomes a process warning and does not touch the call. */
export type EventListener<Kind extends CallEventKind | '*'> = (event: CallEventOf<Kind>) => unknown;

type Tell = (event: CallEvent) => void;

/** Who listens: to a client, and to the process's diagnostics channels. @internal */
export class Events implements EventSink {
  readonly #tells = new Map<string, Set<Tell>>();

  /** Answers with a way to take the listener back. */
  on<Kind extends CallEventKind | '*'>(kind: Kind, listener: EventListener<Kind>): () => void {
    if (kind !== '*' && !CALL_EVENT_KINDS.includes(kind)) {
      throw optionError(`There is no event ${kind}. There are: *, ${CALL_EVENT_KINDS.join(', ')}.`);
    }
    const tells = this.#tells.get(kind) ?? new Set();
    this.#tells.set(kind, tells);
    const tell = teller(kind, listener);
    tells.add(tell);
    return () => {
      tells.delete(tell);
      if (tells.size === 0 && this.#tells.get(kind) === tells) this.#tells.delete(kind);
    };
  }

  readonly hasListeners = (kind: CallEventKind): boolean =>
    (this.#tells.size > 0 && (this.#tells.has(kind) || this.#tells.has('*'))) ||
    channelOf(kind) !== undefined;

  readonly emit = (event: CallEvent): void => {
    // Copies: a listener may take itself back, or add another.
    for (const key of [event.kind, '*']) for (const tell of [...(this.#tells.get(key) ?? [])]) tell(event);
    channelOf(event.kind)?.publish(event);
  };
}

/** A listener that does no harm. It is warned of once: it would fail the same way for every call. */
function teller<Kind extends CallEventKind | '*'>(kind: Kind, listener: EventListener<Kind>): Tell {
  let warned = false;
  const failed = (error: unknown) => {
    if (!warned) warn(`A listener of ${kind} failed: ${String(error)}`);
    warned = true;
  };
  return (event) => {
    if (!isOf(event, kind)) return;
    try {
      const result = listener(event);
      if (result instanceof Promise) result.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}

function isOf<Kind extends CallEventKind | '*'>(event: CallEvent, kind: Kind): event is CallEventOf<Kind> {
  return kind === '*' || event.kind === kind;
}
