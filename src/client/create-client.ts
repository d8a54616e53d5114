import { type AlertHook, alerts } from '../alerts/index.ts';
import { Breakers } from '../breaker/breakers.ts';
import { Breaker } from '../breaker/create-breaker.ts';
import type { Health } from '../breaker/health.ts';
import { breakerLayer } from '../breaker/layer.ts';
import { Caches } from '../cache/caches.ts';
import { cacheLayer } from '../cache/layer.ts';
import { nameOf } from '../cache/partition.ts';
import { coalescingLayer } from '../coalescing/layer.ts';
import { resolveUrl } from '../core/base-url.ts';
import type { CallEvent } from '../core/call-event.ts';
import { stack } from '../core/compose.ts';
import type { EventSink } from '../core/event-sink.ts';
import type { Fetch } from '../core/fetch.ts';
import type { Layer } from '../core/layer.ts';
import { Lifetime } from '../core/lifetime.ts';
import { type CallInit, type CallSettings, startCall } from '../core/start-call.ts';
import { checkNames } from '../errors/check-names.ts';
import { optionError } from '../errors/option-error.ts';
import { Events } from '../events/index.ts';
import { attemptHeaderLayer, deadlineHeaderLayer } from '../hints/index.ts';
import { idempotencyKeysLayer } from '../idempotency/layer.ts';
import { redirects } from '../redirects/index.ts';
import { Budgets } from '../retry/budgets.ts';
import { retryLayer } from '../retry/layer.ts';
import { timeout } from '../timeout/index.ts';
import type { Upcheck, UpcheckCall } from '../upcheck/upcheck.ts';
import type { Asker, Upchecker } from '../upcheck/upchecker.ts';
import { Upchecks } from '../upcheck/upchecks.ts';
import { waitFor } from '../upcheck/wait-for.ts';
import type { Client, ClientDescription } from './client.ts';
import type { ClientOptions } from './client-options.ts';
import { mergeOptions, type ResolvedOptions, resolveOptions } from './resolve-options.ts';

/** What a client and all that `.with` makes of it have in common. */
interface Shared {
  readonly lifetime: Lifetime;
  readonly budgets: Budgets;
  readonly breakers: Breakers;
  readonly caches: Caches;
  readonly upchecks: Upchecks;
  readonly events: Events;
  readonly alertTo: (hook: AlertHook) => (event: CallEvent) => void;
}

/**
 * A `fetch` that holds up when services do not.
 *
 * It calls https only, also after redirects. It gives an attempt 10 seconds and a call 30, and tries again what is safe
 * to repeat. A service that does not answer is left alone until it does. A response of any status is an answer; a {@link HoldfastError} means there is none. When the caller's
 * signal aborts, the call rejects with that signal's own reason.
 *
 * Make one client for a service and keep it. A client made for each web request has no memory: its retry budget and its
 * circuits never see more than that one request.
 *
 * @throws A {@link HoldfastError} with code `options` where an option cannot work, or two given ones conflict.
 *
 * @example
 * ```ts
 * const orders = createClient({
 *   baseUrl: 'https://orders.example.com/v1',
 *   headers: { authorization: `Bearer ${token}` },
 * });
 * const response = await orders('latest');
 * ```
 */
export function createClient(options: ClientOptions = {}): Client {
  const lifetime = new Lifetime();
  return build(options, {
    lifetime,
    budgets: new Budgets(),
    breakers: new Breakers(),
    caches: new Caches(options.fetch),
    upchecks: new Upchecks(),
    events: new Events(),
    alertTo: alertsByHook(lifetime),
  });
}

function build(options: ClientOptions, shared: Shared): Client {
  const resolved = resolveOptions(options);
  const breaker = breakerOf(resolved, shared);
  const events = sinkOf(shared, options.onAlert);
  const send = options.fetch ?? globalFetch;
  const common: Omit<CallSettings, 'handler'> = {
    lifetime: shared.lifetime,
    deadlineMs: resolved.deadlineMs,
    bodyDeadlineMs: resolved.bodyDeadlineMs,
    resolveUrl: (input) => resolveUrl(input, resolved.baseUrl),
    headersFor: (url) =>
      resolved.baseUrl === undefined || url.origin === resolved.baseUrl.origin ? resolved.headers : undefined,
    route: resolved.route,
    events,
  };
  const question = questionOf(resolved, breaker, shared, { send, common });
  const layers = layersOf(resolved, breaker, shared, {
    question,
    cache: cacheLayersOf(resolved, options.fetch, shared),
  });
  const settings: CallSettings = { ...common, handler: stack(send, layers) };
  const call = (input: string | URL | Request, init?: CallInit) => startCall(input, init, settings);

  const upcheck = (how?: UpcheckCall) => ask(question, how);

  return Object.assign(call, {
    with: (more: ClientOptions) => build(mergeOptions(options, more), shared),
    on: shared.events.on.bind(shared.events),
    health: (url: string | URL = '') => healthOf(resolveUrl(String(url), resolved.baseUrl), breaker),
    isUp: async (how?: UpcheckCall) => (await upcheck(how)).isUp,
    upcheck,
    describe: () => describe(resolved, layers),
    close: () => {
      shared.lifetime.close();
      for (const layer of layers) layer.close?.();
    },
  });
}

/** Where the events of one client go: to all that listen, and to its own alert hook. */
function sinkOf({ events, alertTo }: Shared, hook: AlertHook | undefined): EventSink {
  if (hook === undefined) return events;
  const alert = alertTo(hook);
  const emit = (event: CallEvent) => {
    alert(event);
    events.emit(event);
  };
  return { emit, hasListeners: events.hasListeners };
}

/** One batch for each hook, however often `.with` is called. */
function alertsByHook(lifetime: Lifetime): Shared['alertTo'] {
  const known = new WeakMap<AlertHook, (event: CallEvent) => void>();
  return (hook) => {
    const emit = known.get(hook) ?? alerts(hook, lifetime);
    known.set(hook, emit);
    return emit;
  };
}

function breakerOf({ breaker }: ResolvedOptions, { breakers }: Shared): Breaker | undefined {
  if (breaker === false) return undefined;
  return breaker instanceof Breaker ? breaker : breakers.of(breaker.given, breaker.plan);
}

function healthOf(url: URL, breaker: Breaker | undefined): Health {
  if (breaker !== undefined) return breaker.health(url);
  const { origin: group } = url;
  return { group, state: 'off', sinceMs: undefined, retryAtMs: undefined, failureShare: 0, calls: 0 };
}

/** Who finds out whether the service is up, and how this client asks. */
interface Question {
  readonly upchecker: Upchecker;
  readonly asker: Asker;
}

/** An upcheck is no call: it has one event of its own, and what calls have between them and the transport is not there. */
function questionOf(
  { upcheck: plan, allowHttp, layers, sign }: ResolvedOptions,
  breaker: Breaker | undefined,
  { upchecks }: Shared,
  { send, common }: { readonly send: Fetch; readonly common: Omit<CallSettings, 'handler'> },
): Question | undefined {
  if (plan === undefined) return undefined;
  const guard = redirects({ limit: false, allowHttp });
  const handler = stack(send, [
    guard,
    timeout(plan.timeoutMs),
    ...layers,
    ...(sign === undefined ? [] : [sign]),
  ]);
  const call = { ...common, handler, deadlineMs: false, bodyDeadlineMs: undefined, events: UNHEARD } as const;
  return { upchecker: upchecks.of(plan, breaker), asker: { call, events: common.events } };
}

const UNHEARD: EventSink = { emit: () => {}, hasListeners: () => false };

async function ask(question: Question | undefined, how: UpcheckCall = {}): Promise<Upcheck> {
  checkNames('', how, ['signal']);
  const { signal } = how;
  if (question === undefined) {
    throw optionError("This client has no upcheck option. Give one, such as upcheck: '/up'.");
  }
  if (signal?.aborted) throw signal.reason;
  const answer = question.upchecker.ask(question.asker);
  return signal === undefined ? answer : waitFor(answer, signal);
}

/**
 * Outermost first. A call has one key for all that follows. Each hop of a redirect is retried by itself; the breaker
 * counts attempts, each with its own timeout.
 */
function layersOf(
  resolved: ResolvedOptions,
  breaker: Breaker | undefined,
  { budgets }: Shared,
  { question, cache }: { readonly question: Question | undefined; readonly cache: readonly Layer[] },
): Layer[] {
  const {
    allowHttp,
    baseUrl,
    idempotencyKeys,
    redirectLimit,
    retry,
    attemptHeader,
    deadlineHeader,
    attemptTimeoutMs,
    layers,
    sign,
    verifyResponses,
  } = resolved;
  return [
    ...(idempotencyKeys === false ? [] : [idempotencyKeysLayer(idempotencyKeys, baseUrl?.origin)]),
    redirects({ limit: redirectLimit, allowHttp }),
    ...cache,
    ...(retry === false ? [] : [retryLayer(retry, budgets)]),
    ...(verifyResponses === undefined ? [] : [verifyResponses]),
    ...(breaker === undefined
      ? []
      : [
          breakerLayer(breaker, attemptTimeoutMs || breaker.plan.windowMs / 2, (circuit) =>
            question?.upchecker.askBefore(circuit, question.asker),
          ),
        ]),
    ...(attemptHeader === undefined ? [] : [attemptHeaderLayer(attemptHeader)]),
    ...(deadlineHeader === undefined ? [] : [deadlineHeaderLayer(deadlineHeader, attemptTimeoutMs)]),
    ...(attemptTimeoutMs === false ? [] : [timeout(attemptTimeoutMs)]),
    ...layers,
    ...(sign === undefined ? [] : [sign]),
  ];
}

function cacheLayersOf(
  { cache: plan }: ResolvedOptions,
  send: Fetch | undefined,
  { caches }: Shared,
): Layer[] {
  if (plan === false) return [];
  const shared = caches.of(plan);
  const layer = cacheLayer(plan, shared, send === caches.transport ? undefined : nameOf(send ?? globalFetch));
  return plan.coalesce ? [layer, coalescingLayer(shared.flights)] : [layer];
}

/** The global one of the moment of the call, so that whoever replaces it later is heard. */
const globalFetch: Fetch = (input, init) => fetch(input, init);

function describe(resolved: ResolvedOptions, layers: readonly Layer[]): ClientDescription {
  const { baseUrl, route, headers, deadlineMs, bodyDeadlineMs, upcheck } = resolved;
  return {
    baseUrl: baseUrl === undefined ? undefined : `${baseUrl.origin}${baseUrl.pathname}`,
    route,
    headers: [...headers.keys()],
    deadlineMs,
    bodyDeadlineMs,
    upcheck: upcheck && { ...upcheck, url: upcheck.url.replace(/\?.*/, '') },
    layers: layers.map((layer) => ({ ...layer.describe?.(), name: layer.name })),
  };
}
