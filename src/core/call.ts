import type { CallBody } from '../body/call-body.ts';
import type { CallEvent, CallEventKind } from './call-event.ts';
import type { Deadline } from './deadline.ts';
import type { Lifetime } from './lifetime.ts';
import type { Scope } from './scope.ts';

/** Members of `RequestInit` that the library does not interpret. They reach the transport as they were given. */
export type OtherInit = Readonly<Omit<RequestInit, 'body' | 'headers' | 'method' | 'redirect' | 'signal'>>;

/** What all views of one call share. @internal */
export interface CallProgress {
  /** Where the call began, before any redirect. */
  readonly origin: string;
  /** How many attempts have been made, over all redirects. */
  attempts: number;
  /** How long the service asked to be left alone the last time it did. */
  retryAfterMs: number | undefined;
  /** What the last attempt went through, if anything: for how long it refuses the next one. */
  circuit: { refusesForMs(nowMs: number): number } | undefined;
  /** The error of the last attempt that was followed by another. */
  lastFailure: unknown;
  /** Once it is closed, the attempt under way may end, and none follows it. */
  readonly lifetime: Lifetime;
}

/**
 * One call as a layer sees it: the request, and the facts that layers share.
 *
 * Never changed, only replaced: a layer that wants to change something passes `call.with({ … })` on. No `Request` is
 * built between layers, since building one costs more than all of them together.
 */
export interface Call {
  /** Unique to this call; the same for all its attempts and redirects. */
  readonly id: string;
  /** Upper case for the methods that fetch knows. */
  readonly method: string;
  /** Absolute, without a fragment. */
  readonly url: string;
  /** Not to be changed. Use `call.with({ headers: new Headers(call.headers) })`. */
  readonly headers: Headers;
  readonly body: CallBody;
  /** What the caller asked for in `init.redirect`. */
  readonly redirect: 'follow' | 'error' | 'manual';
  /** All other members of `init`, untouched; for example `dispatcher`. */
  readonly init: OtherInit;
  /** 1 for the first attempt on this URL. */
  readonly attempt: number;
  /** When the whole call must be over. Undefined where there is no deadline. */
  readonly deadline: Deadline | undefined;
  /** Of the `Idempotency-Key` header. */
  readonly idempotencyKey: string | undefined;
  /** Aborted by the caller, the deadline or the attempt timeout. Made when it is first read. */
  readonly signal: AbortSignal;
  /** The client's `route` option. */
  readonly route: string | undefined;
  /** Tells whoever listens what happened. */
  readonly emit: (event: CallEvent) => void;
  /** Whether anybody listens to events of this kind. Asked first, it saves building an event that nobody hears. */
  readonly hasListeners: (kind: CallEventKind) => boolean;
  /** A changed copy. */
  with(changes: CallChanges): Call;
  /** @internal */
  readonly scope: Scope;
  /** @internal */
  readonly progress: CallProgress;
}

/** What {@link Call.with} can change. */
export interface CallChanges {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Headers;
  readonly body?: CallBody;
  readonly attempt?: number;
  /** @internal */
  readonly scope?: Scope;
}

/** @internal */
export type CallFields = Omit<Call, 'with' | 'signal' | 'idempotencyKey'>;

/** @internal */
export function createCall(fields: CallFields): Call {
  return {
    ...fields,
    get signal() {
      return fields.scope.signal;
    },
    get idempotencyKey() {
      return fields.headers.get('idempotency-key') ?? undefined;
    },
    with: (changes) => createCall({ ...fields, ...changes }),
  };
}
