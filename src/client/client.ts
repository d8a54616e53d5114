import type { Health } from '../breaker/health.ts';
import type { CallEventKind } from '../core/call-event.ts';
import type { Fetch } from '../core/fetch.ts';
import type { CallInit } from '../core/start-call.ts';
import type { EventListener } from '../events/index.ts';
import type { Upcheck, UpcheckCall } from '../upcheck/upcheck.ts';
import type { ClientOptions } from './client-options.ts';

/** A {@link Fetch} made by {@link createClient}. */
export interface Client {
  /**
   * Makes a call. Takes what `fetch` takes; and as `init.body` also a function, which makes the same body anew for each
   * attempt.
   */
  (input: Parameters<Fetch>[0], init?: CallInit): Promise<Response>;

  /**
   * The same client with other options, for one call or one route. Headers are merged by name, everything else is
   * replaced. The retry budget and the circuits stay shared, and so do listeners and `close()`.
   *
   * @example
   * ```ts
   * const report = await orders.with({ deadlineMs: 120_000 })('reports/2026');
   * ```
   */
  with(options: ClientOptions): Client;

  /**
   * Listens to events of one kind, or with `'*'` to all, of this client and of all that `.with` makes of it. For
   * programs: metrics, traces, logs. What needs a person comes through `onAlert`.
   *
   * Listeners are called at once, in the order they came. One that throws does no harm to the call; the process gets a
   * warning, once for each listener.
   *
   * @returns A function that takes the listener back.
   *
   * @throws A {@link HoldfastError} with code `options` where there is no event of that kind.
   *
   * @example
   * ```ts
   * const stop = orders.on('retry-waiting', ({ outcome, waitMs }) => console.log(outcome, waitMs));
   * ```
   */
  on<Kind extends CallEventKind | '*'>(kind: Kind, listener: EventListener<Kind>): () => void;

  /**
   * How the service at a URL does, as far as the calls to it tell: whether its circuit is open, and until when. Makes
   * no call and changes nothing.
   *
   * @param url - What a call would take. Default: the `baseUrl`.
   *
   * @throws A {@link HoldfastError} with code `options` where there is no such URL.
   *
   * @example
   * ```ts
   * const { state, retryAtMs } = orders.health();
   * ```
   */
  health(url?: string | URL): Health;

  /**
   * Whether the service is up: asks it, by the `upcheck` option, with one quick request that no retry, cache or budget
   * has a part in. Yes is a 2xx of the service itself; a redirect, any other answer and none are no.
   *
   * All who ask at the same time share one request, and those who ask soon after share its answer; within a
   * {@link requestScope} there is one for all. While the service is being left alone, the answer is no, at once.
   *
   * @throws Nothing that the service could be to blame for. The reason of the caller's own signal; and a
   *   {@link HoldfastError} with code `options` or `https-required` where the question is put wrongly, for example
   *   without the option.
   *
   * @example
   * ```ts
   * if (!(await mail.isUp())) return page('Mail is down, please try later.');
   * ```
   */
  isUp(how?: UpcheckCall): Promise<boolean>;

  /**
   * As {@link Client.isUp}, and if the service is not up, with what to tell its users: `trouble` is for `explain` and
   * `explainTo`.
   *
   * @throws As {@link Client.isUp}.
   *
   * @example
   * ```ts
   * const { trouble } = await mail.upcheck();
   * if (trouble) return explainTo(request, trouble, { feature: 'your mail' });
   * ```
   */
  upcheck(how?: UpcheckCall): Promise<Upcheck>;

  /**
   * What the client is made of, outermost layer first: plain data, with header names and no header values. Good for a log
   * line at start, and for a test that holds on to it.
   *
   * @example
   * ```ts
   * console.log(JSON.stringify(orders.describe()));
   * ```
   */
  describe(): ClientDescription;

  /**
   * Takes no more calls. An attempt under way may end, and its answer be read; no other attempt follows it, and a call
   * that waits for its next attempt ends at once. Alerts that have gathered are told.
   *
   * @example
   * ```ts
   * process.once('SIGTERM', () => orders.close());
   * ```
   */
  close(): void;
}

/** What {@link Client.describe} answers. */
export interface ClientDescription {
  readonly baseUrl: string | undefined;
  readonly route: string | undefined;
  /** Names only. */
  readonly headers: readonly string[];
  /** Of a whole call, in milliseconds. */
  readonly deadlineMs: number | false;
  /** Of reading an answer, in milliseconds. Undefined: what is left of the deadline. */
  readonly bodyDeadlineMs: number | false | undefined;
  /** What `isUp` asks. Undefined where there is nothing to ask. */
  readonly upcheck:
    | {
        /** Without its query string. */
        readonly url: string;
        readonly method: 'GET' | 'HEAD';
        /** For one upcheck, in milliseconds. */
        readonly timeoutMs: number;
        /** For how long its answer goes, in milliseconds. */
        readonly validForMs: number;
      }
    | undefined;
  /** Outermost first. */
  readonly layers: readonly ({ readonly name: string } & Readonly<Record<string, unknown>>)[];
}
