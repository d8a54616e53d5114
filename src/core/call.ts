import type { CallBody } from '../body/call-body.ts';
import type { CacheMode } from './cache-mode.ts';
import type { CallEvent, CallEventKind } from './call-event.ts';
import type { Deadline } from './deadline.ts';
import type { Lifetime } from './lifetime.ts';
import type { Scope } from './scope.ts';
import type { Sharing } from './sharing.ts';

/** Members of `RequestInit` that the library does not interpret. They reach the transport as they were given. */
export type OtherInit = Readonly<
  Omit<RequestInit, 'body' | 'cache' | 'headers' | 'method' | 'redirect' | 'signal'>
> & {
  /** How the cache of the client is to be used for this call. Default `'default'`. */
  readonly cache?: CacheMode | undefined;
};

/** What all views of one call share. @internal */
export interface CallProgress {
  /** Of the call, once somebody has asked for it. */
  id: string | undefined;
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
  /** Answers the call from what is kept, when its deadline passes. Set by the cache while it waits for a new answer. */
  atDeadline: (() => void) | undefined;
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
  /**
   * Set by the cache: what its answer may be shared with.
   *
   * @internal
   */
  readonly sharing: Sharing | undefined;
}

/** What {@link Call.with} can change. */
export interface CallChanges {
  /** Default: as it is; so with all of these. */
  readonly method?: string;
  /** Absolute, without a fragment. */
  readonly url?: string;
  /** All of them; what is not in it is not sent. */
  readonly headers?: Headers;
  /** What is sent, and whether it can be sent again. */
  readonly body?: CallBody;
  /** 1 for the first attempt on this URL. */
  readonly attempt?: number;
  /** @internal */
  readonly init?: OtherInit;
  /** @internal */
  readonly deadline?: Deadline | undefined;
  /** @internal */
  readonly scope?: Scope;
  /** @internal */
  readonly progress?: CallProgress;
  /** @internal */
  readonly sharing?: Sharing;
}

/** @internal */
export type CallFields = Omit<Call, 'id' | 'with' | 'signal' | 'idempotencyKey'>;

/** @internal */
export function createCall(fields: CallFields): Call {
  return new View(fields, NO_CHANGES);
}

const NO_CHANGES: CallChanges = {};

/** A class, and its fields one by one: each attempt makes several, and spreading an object costs several times as much. */
class View implements Call {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: CallBody;
  readonly redirect: Call['redirect'];
  readonly init: OtherInit;
  readonly attempt: number;
  readonly deadline: Deadline | undefined;
  readonly route: string | undefined;
  readonly emit: Call['emit'];
  readonly hasListeners: Call['hasListeners'];
  readonly scope: Scope;
  readonly progress: CallProgress;
  readonly sharing: Sharing | undefined;

  constructor(from: CallFields, changes: CallChanges) {
    this.method = changes.method ?? from.method;
    this.url = changes.url ?? from.url;
    this.headers = changes.headers ?? from.headers;
    this.body = changes.body ?? from.body;
    this.redirect = from.redirect;
    this.init = changes.init ?? from.init;
    this.attempt = changes.attempt ?? from.attempt;
    this.deadline = changes.deadline ?? from.deadline;
    this.route = from.route;
    this.emit = from.emit;
    this.hasListeners = from.hasListeners;
    this.scope = changes.scope ?? from.scope;
    this.progress = changes.progress ?? from.progress;
    this.sharing = changes.sharing ?? from.sharing;
  }

  get id(): string {
    this.progress.id ??= crypto.randomUUID();
    return this.progress.id;
  }

  get signal(): AbortSignal {
    return this.scope.signal;
  }

  get idempotencyKey(): string | undefined {
    return this.headers.get('idempotency-key') ?? undefined;
  }

  with(changes: CallChanges): Call {
    return new View(this, changes);
  }
}
