import type { AlertHook } from '../alerts/alert.ts';
import type { BreakerOptions } from '../breaker/breaker-options.ts';
import type { Breaker } from '../breaker/create-breaker.ts';
import type { CacheOptions } from '../cache/cache-options.ts';
import type { Fetch } from '../core/fetch.ts';
import type { Layer } from '../core/layer.ts';
import type { HeadersGiven } from '../core/read-headers.ts';
import type { IdempotencyKeysOptions } from '../idempotency/idempotency-keys-options.ts';
import type { RetryOptions } from '../retry/retry-options.ts';
import type { SigningLayer } from '../signatures/layer.ts';
import type { ResponseVerificationLayer } from '../signatures/verify-responses.ts';
import type { UpcheckOptions } from '../upcheck/upcheck-options.ts';

/**
 * Options of {@link createClient}. None is required. What is not given is derived from what is, so that only two given
 * values can conflict; then `createClient` throws and says which two.
 */
export interface ClientOptions {
  /**
   * Where calls start from. Its path is kept: with `https://api.example.com/v1`, both `orders` and `/orders` mean
   * `https://api.example.com/v1/orders`. An absolute URL is called as it is.
   */
  readonly baseUrl?: string | URL;

  /**
   * Sent with every call to the origin of `baseUrl`, and to no other. Without `baseUrl`, sent with every call. The
   * caller's headers win over these. An `Idempotency-Key` does not belong here, since it is of one call.
   */
  readonly headers?: HeadersGiven;

  /** The transport: any `fetch`. Default: the global one, looked up for each call. */
  readonly fetch?: Fetch;

  /**
   * Only https is called. `'loopback'` is the one exception: `http:` to `localhost`, names below it, 127.0.0.0/8 and
   * `[::1]`, where no wire can be tapped. It is a word and not a list of hosts, so that no host of a network can be
   * put on it. A redirect from https to http is refused even then.
   */
  readonly allowHttp?: 'loopback';

  /** How many redirects are followed. `false`: none, the redirect is the answer. Default `{ limit: 5 }`. */
  readonly redirect?:
    | false
    | {
        /** So many in a row; one more is an error with code `redirect`. Default 5. */
        readonly limit?: number;
      };

  /**
   * Trying again. `false`: never. `'patient'`: three more times, after 3, 9 and 27 seconds, each attempt limited to
   * one second, and a breaker that waits for two minutes. Default: two more times, after short random waits.
   */
  readonly retry?: false | 'patient' | RetryOptions;

  /**
   * Whether the service honours the `Idempotency-Key` header. If it does, each `POST` and `PATCH` to the origin of
   * `baseUrl` gets a key, the same for all its attempts, and so can be tried again. Without `baseUrl`, those to every
   * origin. A key that the caller gives in a call's headers wins. `true` is `{}`. Default `false`: only calls that
   * come with a key carry one.
   */
  readonly idempotencyKeys?: boolean | IdempotencyKeysOptions;

  /**
   * Not calling a service that does not answer, until it is back. `false`: always calling. A breaker made by
   * `createBreaker` is shared by all clients that are given it. Default: a circuit for each origin, shared by all that
   * `.with` makes of the client; options given to `.with` have circuits of their own.
   */
  readonly breaker?: false | BreakerOptions | Breaker;

  /**
   * Remembering answers, as RFC 9111 has it for a private cache: for as long as the service says, and asked again with
   * `ETag` or `Last-Modified` after that. Each caller has a part of its own, by whatever headers may say who calls, so that
   * nobody is shown what another was told. `init.cache` is obeyed as `fetch` has it. `true` is `{}`; `false`: nothing is
   * kept, nothing is shown. Options given to `.with` are added to the client's. Default `true`.
   *
   * @example
   * ```ts
   * const rates = createClient({ baseUrl: 'https://rates.example.com', cache: { staleIfErrorMs: 3_600_000 } });
   * const now = await rates('latest', { cache: 'no-cache' });
   * const unremembered = rates.with({ cache: false });
   * ```
   */
  readonly cache?: boolean | CacheOptions;

  /**
   * Where the service says whether it is up, so that `client.isUp()` can ask: a path such as `'/up'`, or an object with
   * more to say. A circuit that has cooled down is then tried by this first, and not by a user's call. `false` or left
   * out: there is nothing to ask.
   */
  readonly upcheck?: false | string | UpcheckOptions;

  /**
   * The name of a header that tells the service which attempt this is, such as `'x-attempt'`: sent with the second
   * attempt and those that follow, to the origin the call began at. An overloaded service can turn away repeats first.
   * Default: none is sent.
   */
  readonly attemptHeader?: string;

  /**
   * The name of a header that tells the service how long its answer is waited for, such as `'x-deadline-ms'`: whole
   * milliseconds, what is left of the deadline and at most what the attempt may take. Sent with every attempt to the
   * origin the call began at. A service can stop work that nobody waits for any more, and pass on what it has left.
   * Default: none is sent.
   */
  readonly deadlineHeader?: string;

  /**
   * How long one attempt may take until its headers are there, in milliseconds. `false`: no limit of its own.
   * Default 10 000, or `deadlineMs` or half of `breaker.windowMs` if that is less.
   */
  readonly attemptTimeoutMs?: number | false;

  /**
   * How long a call may take with all its attempts, redirects, waits, and the reading of the answer, in milliseconds.
   * Reading a `text/event-stream` is exempt. `false`: no limit. Default 30 000, or three times `attemptTimeoutMs` if
   * that is more, or what a given series of waits needs.
   */
  readonly deadlineMs?: number | false;

  /**
   * How long the reading of an answer may take, in milliseconds from its headers on, instead of what is left of the
   * deadline. Give it for large downloads. `false`: no limit. Default: the deadline goes for reading too.
   */
  readonly bodyDeadlineMs?: number | false;

  /**
   * What is called, in a few words of your own, such as `/orders/{id}`: events carry it, and metrics can be counted by
   * it. Not the URL: a metric with a label for each order is one that nobody can pay for. Default none.
   *
   * @example
   * ```ts
   * const order = orders.with({ route: '/orders/{id}' });
   * ```
   */
  readonly route?: string;

  /**
   * Signing requests (RFC 9421): what `sign` of `holdfast/signatures` makes of a key. Each attempt and each hop has a
   * signature of its own. `false` or left out: nothing is signed.
   *
   * @example
   * ```ts
   * const orders = createClient({ baseUrl: 'https://orders.example.com', sign: sign({ key, tag: 'orders' }) });
   * ```
   */
  readonly sign?: false | SigningLayer;

  /**
   * Taking only answers that are signed: what `verifyResponses` of `holdfast/signatures` makes of a policy. Whatever else
   * comes is an error with code `signature`. `false` or left out: every answer is taken.
   */
  readonly verifyResponses?: false | ResponseVerificationLayer;

  /**
   * Layers of your own, outermost first. They stand next to the transport: they see every attempt, and what they take
   * counts towards its timeout. Default none.
   *
   * @example
   * ```ts
   * const orders = createClient({ layers: [stamped] });
   * ```
   */
  readonly layers?: readonly Layer[];

  /** Called when something needs a person. See {@link Alert}. */
  readonly onAlert?: AlertHook;
}
