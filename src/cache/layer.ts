import { shareOf } from '../coalescing/shared-answers.ts';
import type { Call } from '../core/call.ts';
import type { CacheReason, CacheRefusal, CacheResult } from '../core/call-event.ts';
import { factsOf } from '../core/call-facts.ts';
import { createDeadline } from '../core/deadline.ts';
import type { Handler } from '../core/handler.ts';
import type { Layer } from '../core/layer.ts';
import { Scope } from '../core/scope.ts';
import type { Sharing } from '../core/sharing.ts';
import { target } from '../core/target.ts';
import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import { SAFE } from '../idempotency/machine.ts';
import { takeBody } from '../response/body-source.ts';
import { createAnswer } from '../response/create-answer.ts';
import { discard } from '../response/discard.ts';
import { startTimer } from '../time/start-timer.ts';
import { answerOf, canAnswer } from './answer.ts';
import type { CacheControl } from './cache-control.ts';
import type { CacheOptions } from './cache-options.ts';
import { type CachePlan, planCache } from './cache-plan.ts';
import { type Cache, createCache } from './caches.ts';
import { ageMsOf, createEntry, type Entry, headerOf, keptHeaders } from './entry.ts';
import { hasIntegrity } from './integrity.ts';
import { type Decision, decide } from './machine.ts';
import { freshen, isAbout, type Moment } from './merge.ts';
import { ANONYMOUS, partitioner } from './partition.ts';
import { readRequest } from './request.ts';
import { refusalOf } from './storable.ts';
import { tap } from './tap.ts';
import { isSameVariant, matches, varyOf } from './vary.ts';

/**
 * Remembers answers: RFC 9111 for a private cache, kept apart for each caller, driven by `init.cache` as `fetch` has it.
 *
 * Put it inside {@link redirects}, so that each hop is remembered under its own URL, and outside of all that makes
 * requests, so that an answer that is kept stands in for whatever goes wrong. With {@link coalescing} next to it, calls
 * that miss at the same time share one request.
 *
 * @throws A {@link HoldfastError} with code `options` where an option cannot work. With code `network` where an answer that
 * is kept is not what `init.integrity` names.
 *
 * @example
 * ```ts
 * const send = compose(fetch, redirects(), cache({ staleIfErrorMs: 60_000 }), coalescing(), retry(), timeout(2_000));
 * ```
 */
export function cache(options: CacheOptions = {}): Layer {
  const plan = planCache(options);
  return cacheLayer(plan, createCache(plan));
}

/**
 * With a cache that several layers share.
 *
 * @param transport - The name of a transport that only this layer uses.
 *
 * @internal
 */
export function cacheLayer(plan: CachePlan, shared: Cache, transport?: string): Layer {
  const partitionOf = partitioner(plan, transport);
  const { store, partition, maxEntries, maxBytes, maxEntryBytes, impersonalHeaders } = plan;
  const bounds = store === undefined ? { maxEntries, maxBytes } : { storeTimeoutMs: plan.storeTimeoutMs };
  return {
    name: 'cache',
    describe: () => ({
      store: store === undefined ? 'memory' : 'given',
      ...bounds,
      maxEntryBytes,
      partition: partition === undefined ? 'headers' : 'function',
      impersonalHeaders,
      staleIfErrorMs: plan.staleIfErrorMs,
      heuristics: plan.heuristics,
    }),
    wrap: (next) => (call) => run({ next, plan, shared, partitionOf }, call),
  };
}

interface Setting {
  readonly next: Handler;
  readonly plan: CachePlan;
  readonly shared: Cache;
  readonly partitionOf: (call: Call, personal: readonly string[]) => string | undefined;
}

/** A call, and what is kept for it. */
interface Question {
  readonly call: Call;
  readonly key: string;
  readonly directives: CacheControl;
  readonly range: string | undefined;
  readonly isAnonymous: boolean;
  /** All that is kept for its URL. */
  readonly known: readonly Entry[];
  /** What of it answers this request. */
  readonly entry: Entry | undefined;
}

/** Not an async function: what is in memory is answered in one turn. */
function run(setting: Setting, call: Call): Promise<Response> {
  const { bypass, directives, range, personal } = readRequest(call, setting.plan.impersonalHeaders);
  const partition =
    bypass === undefined || setting.plan.store ? setting.partitionOf(call, personal) : undefined;
  if (bypass !== undefined) return pass(setting, call, bypass, partition);
  if (partition === undefined) return pass(setting, call, 'no-partition', partition);

  const key = keyOf(partition, call.url);
  const isAnonymous = partition === ANONYMOUS;
  const answer = (known: readonly Entry[]) => {
    const entry = known.find((each) => matches(each, call.headers));
    return lookUp(setting, { call, key, directives, range, isAnonymous, known, entry });
  };
  const found = setting.shared.entries.find(key, call);
  return found instanceof Promise ? call.scope.race(found).then(answer) : answer(found);
}

const keyOf = (partition: string, url: string) => JSON.stringify([partition, url]);

async function lookUp(setting: Setting, question: Question): Promise<Response> {
  const { shared, plan } = setting;
  const { call, directives, known, entry, range } = question;
  const decision = decide({
    mode: call.init.cache ?? 'default',
    directives,
    entry,
    hasOthers: known.length > 0,
    isInvalidated: entry !== undefined && shared.invalidations.covers(call.url, entry),
    nowMs: Date.now(),
    staleIfErrorMs: plan.staleIfErrorMs,
  });
  if (decision.kind === 'refuse') return refuse(call);
  if (decision.kind === 'answer' && entry !== undefined && canAnswer(entry, range)) {
    const { result, because, ageMs } = decision;
    tell(call, result, because, ageMs);
    if (decision.refreshes) refresh(setting, question);
    return given(entry, question, ageMs);
  }
  return ask(setting, question, decision.kind === 'ask' ? decision : RANGE);
}

type Ask = Extract<Decision, { kind: 'ask' }>;

const RANGE: Ask = { kind: 'ask', because: 'range', validates: false, staleIfError: false };

/** The cache has no part in the answer. It hears of what is changed. */
async function pass(
  { next, shared, plan }: Setting,
  call: Call,
  because: CacheReason,
  partition: string | undefined,
): Promise<Response> {
  if (call.init.cache === 'only-if-cached') return refuse(call);
  tell(call, 'bypass', because);
  const response = await next(call);
  if (!SAFE.has(call.method) && response.status >= 200 && response.status < 400) {
    const atMs = Date.now();
    for (const url of changedBy(call.url, response.headers)) {
      shared.invalidations.add(url, atMs);
      // Other processes look there too, and know nothing of ours.
      if (plan.store && partition !== undefined) shared.entries.put(keyOf(partition, url), [], call);
    }
  }
  return response;
}

/** What a call may have changed: RFC 9111, section 4.4. */
function changedBy(url: string, headers: Headers): string[] {
  const { origin } = new URL(url);
  const named = ['location', 'content-location'].flatMap((name) => {
    const reference = headers.get(name);
    if (reference === null || !URL.canParse(reference, url)) return [];
    const to = new URL(reference, url);
    to.hash = '';
    return to.origin === origin ? [to.href] : [];
  });
  return [url, ...named];
}

/** The caller wants no other answer than one that is kept. */
function refuse(call: Call): Response {
  tell(call, 'miss', 'only-if-cached');
  const headers = new Headers();
  const head = { status: 504, statusText: 'Gateway Timeout', headers };
  return createAnswer(head, { url: call.url, redirected: false }, null);
}

/** An answer that is kept, if it is the one the caller wants. */
function given(entry: Entry, { call, range }: Question, ageMs: number): Response | Promise<Response> {
  const { integrity } = call.init;
  const { body } = entry;
  const answer = () => answerOf(entry, call, range, ageMs);
  if (!integrity || body === null) return answer();
  return hasIntegrity(body, integrity).then((has) => {
    if (has) return answer();
    throw new HoldfastError({
      code: 'network',
      isRetryable: false,
      message: `${target(call.method, call.url)}: the answer that is kept does not have the integrity that was asked for.`,
    });
  });
}

/** What is found out for an answer that was asked for. */
type Finding =
  | { readonly kind: 'response'; readonly response: Response }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'deadline' };

async function ask(setting: Setting, question: Question, decision: Ask): Promise<Response> {
  const { call, entry } = question;
  const { because } = decision;
  const requestedAtMs = Date.now();
  const order = setting.shared.invalidations.next();
  const momentNow = (): Moment => ({ requestedAtMs, receivedAtMs: Date.now(), order });
  const validators = decision.validates ? validatorsOf(question) : undefined;
  const asked = sharing(setting, question, conditional(call, validators), momentNow);
  const finding = await settle(setting.next, asked, decision.staleIfError);

  if (entry !== undefined && decision.staleIfError && isFailure(finding)) {
    if (finding.kind === 'response') discard(finding.response);
    const ageMs = ageMsOf(entry, Date.now());
    tell(call, 'stale', 'stale-if-error', ageMs);
    return given(entry, question, ageMs);
  }
  if (finding.kind !== 'response') {
    tell(call, 'miss', because);
    throw finding.kind === 'error' ? finding.error : call.scope.reason;
  }

  const { response } = finding;
  const confirmed = validators && response.status === 304 ? confirmedBy(question, response) : undefined;
  if (confirmed !== undefined) {
    const fresh = shareOf(response)
      ? freshenedFor(setting, question, confirmed, response, momentNow())
      : confirm(setting, question, confirmed, response, momentNow());
    const ageMs = ageMsOf(fresh, Date.now());
    tell(call, 'revalidated', because, ageMs);
    if (canAnswer(fresh, question.range)) return given(fresh, question, ageMs);
    return setting.next(call);
  }
  const share = shareOf(response);
  tell(call, 'miss', share === 'other' ? 'coalesced' : because);
  if (share !== undefined) return response;
  // Nobody asked for a 304: whoever made it answered something else.
  if (validators !== undefined && response.status === 304) return setting.next(call);
  return remember(setting, question, response, momentNow());
}

/** The result of a request, or that the deadline passed while an old answer is there. */
async function settle(next: Handler, call: Call, staleIfError: boolean): Promise<Finding> {
  if (!staleIfError) return found(next(call));
  const scope = call.scope.child();
  const { progress } = call;
  const deadline = new Promise<Finding>((resolve) => {
    progress.atDeadline = () => {
      resolve({ kind: 'deadline' });
      const message = `${target(call.method, call.url)}: not answered before the deadline.`;
      scope.abort(new HoldfastError({ code: 'deadline', message, attempts: progress.attempts }));
    };
  });
  try {
    return await Promise.race([deadline, found(next(call.with({ scope })))]);
  } finally {
    progress.atDeadline = undefined;
    scope.closeWhenIdle();
  }
}

async function found(work: Promise<Response>): Promise<Finding> {
  try {
    return { kind: 'response', response: await work };
  } catch (error) {
    return { kind: 'error', error };
  }
}

const FAILURES: ReadonlySet<unknown> = new Set([500, 502, 503, 504]);
const NO_ANSWER: ReadonlySet<string> = new Set(['network', 'refused', 'timeout', 'deadline', 'circuit-open']);

/** What `stale-if-error` means by an error (RFC 5861, section 4), and what keeps an answer from coming at all. */
function isFailure(finding: Finding): boolean {
  if (finding.kind === 'response') return FAILURES.has(finding.response.status);
  return finding.kind === 'deadline' || (isHoldfastError(finding.error) && NO_ANSWER.has(finding.error.code));
}

/** Headers that ask whether something has changed. */
interface Validators {
  readonly etags: string | undefined;
  readonly modified: string | undefined;
}

/** Of the entry, or where there is none for this request, of those for other requests: RFC 9111, section 4.3.1. */
function validatorsOf({ entry, known }: Question): Validators | undefined {
  const candidates = entry === undefined ? known : [entry];
  const etags = candidates.flatMap(({ headers }) => headerOf(headers, 'etag') ?? []);
  const modified = entry === undefined ? null : headerOf(entry.headers, 'last-modified');
  if (etags.length === 0 && modified === null) return undefined;
  return { etags: etags.length === 0 ? undefined : etags.join(', '), modified: modified ?? undefined };
}

/** Only Node's fetch takes a condition of ours for one of its caller's, and adds `no-cache` for all caches on the way. */
const IS_NODE = globalThis.process?.release?.name === 'node';

function conditional(call: Call, validators: Validators | undefined): Call {
  if (validators === undefined) return call;
  // A HEAD goes through as it is: what it brings says enough of what is kept.
  if (call.method === 'HEAD') return call;
  const headers = new Headers(call.headers);
  if (validators.etags !== undefined) headers.set('if-none-match', validators.etags);
  if (validators.modified !== undefined) headers.set('if-modified-since', validators.modified);
  const isDefault = (call.init.cache ?? 'default') === 'default';
  if (!IS_NODE || !isDefault) return call.with({ headers });
  return call.with({ headers, init: { ...call.init, cache: 'force-cache' } });
}

/** Which entry a 304 is about: RFC 9111, section 4.3.3. */
function confirmedBy({ entry, known }: Question, { headers }: Response): Entry | undefined {
  if (entry !== undefined) return entry;
  const etag = headers.get('etag');
  return etag === null ? undefined : known.find((each) => headerOf(each.headers, 'etag') === etag);
}

function freshenedFor(
  { plan }: Setting,
  { call }: Question,
  entry: Entry,
  response: Response,
  moment: Moment,
): Entry {
  const fresh = freshen(entry, response.headers, moment, plan.heuristics);
  const vary = varyOf(headerOf(fresh.headers, 'vary'), call.headers);
  return { ...fresh, vary: vary ?? fresh.vary };
}

/** Keeps what a 304 confirms, with the headers it brings, unless these forbid it. */
function confirm(
  setting: Setting,
  question: Question,
  entry: Entry,
  response: Response,
  moment: Moment,
): Entry {
  const fresh = freshenedFor(setting, question, entry, response, moment);
  const refusal = refusalFor(setting, question, fresh.status, new Headers(pairsOf(fresh)));
  replace(setting, question, refusal === undefined ? fresh : undefined, refusal);
  return fresh;
}

const pairsOf = ({ headers }: Entry) => headers.map(([name, value]): [string, string] => [name, value]);

/** So many answers are kept for one URL, to requests that differ. */
const VARIANTS = 8;

/** Puts an entry in the place of the one for the same requests; or takes that one away. */
function replace(
  { shared }: Setting,
  { call, key, known, entry }: Question,
  fresh: Entry | undefined,
  refusal: CacheRefusal | undefined,
): void {
  const isOutdated = fresh !== undefined && shared.invalidations.covers(call.url, fresh);
  const because = isOutdated ? 'invalidated' : refusal;
  if (because !== undefined && call.hasListeners('cache-not-stored')) {
    call.emit({ kind: 'cache-not-stored', ...factsOf(call), because });
  }
  const current = shared.entries.latest(key, known);
  if (fresh === undefined || isOutdated) {
    if (entry !== undefined)
      shared.entries.put(
        key,
        current.filter((each) => each !== entry),
        call,
      );
    return;
  }
  const others = current.filter((each) => each !== entry && !isSameVariant(each.vary, fresh.vary));
  shared.entries.put(key, [fresh, ...others].slice(0, VARIANTS), call);
}

function refusalFor(
  { plan }: Setting,
  { range, isAnonymous }: Question,
  status: number,
  headers: Headers,
): CacheRefusal | undefined {
  const { maxEntryBytes } = plan;
  return refusalOf({ status, headers, isRange: range !== undefined, isAnonymous, maxEntryBytes });
}

/** An answer of the service: kept when it has been read, if it may be. */
function remember(setting: Setting, question: Question, response: Response, moment: Moment): Response {
  const { call, entry } = question;
  const { status, headers } = response;
  if (call.method === 'HEAD') {
    if (entry !== undefined && status === 200) {
      const isOfIt = isAbout(entry, headers);
      replace(
        setting,
        question,
        isOfIt ? freshenedFor(setting, question, entry, response, moment) : undefined,
        undefined,
      );
    }
    return response;
  }
  const refusal = refusalFor(setting, question, status, headers);
  if (refusal !== undefined) {
    const supersedes = status < 500 && refusal !== 'partial';
    replace(setting, supersedes ? question : { ...question, entry: undefined }, undefined, refusal);
    return response;
  }
  const keep = (bytes: Uint8Array<ArrayBuffer> | null) =>
    keepWhole(setting, question, response, bytes, moment);
  const body = takeBody(response);
  if (body === null) {
    keep(null);
    return response;
  }
  const length = headers.get('content-length');
  const tapped = tap(body, {
    limit: setting.plan.maxEntryBytes,
    expected: length === null || headers.has('content-encoding') ? undefined : Number(length),
    keep,
    drop: (because) => replace(setting, { ...question, entry: undefined }, undefined, because),
  });
  return createAnswer(response, { url: call.url, redirected: false }, tapped);
}

function keepWhole(
  setting: Setting,
  question: Question,
  { status, statusText, headers }: Response,
  body: Uint8Array<ArrayBuffer> | null,
  moment: Moment,
): void {
  const vary = varyOf(headers.get('vary'), question.call.headers);
  if (vary === undefined) return;
  const parts = { status, statusText, headers: keptHeaders(headers), body, vary, ...moment };
  replace(setting, question, createEntry(parts, setting.plan.heuristics), undefined);
}

/** Lets others have the answer to this call who ask for the same at the same time. */
function sharing(setting: Setting, question: Question, call: Call, momentNow: () => Moment): Call {
  const { plan, shared } = setting;
  const { directives, key, range } = question;
  const mode = call.init.cache ?? 'default';
  // Who wants a new answer does not want one that was asked for before. Whose answer is checked gets the bytes it is of.
  const wantsItsOwn =
    (mode !== 'default' && mode !== 'force-cache') ||
    directives.has('no-cache') ||
    directives.has('max-age') ||
    Boolean(call.init.integrity);
  if (!plan.coalesce || wantsItsOwn || call.method !== 'GET' || range !== undefined) return call;

  const { headers } = call;
  const chosenBy = ['accept', 'accept-encoding', 'accept-language', 'cache-control', 'if-none-match'];
  const asked = chosenBy.map((name) => headers.get(name));
  const share: Sharing = {
    key: JSON.stringify([
      key,
      shared.invalidations.orderOf(call.url),
      asked,
      headers.get('if-modified-since'),
    ]),
    maxBytes: plan.maxEntryBytes,
    canShare: (response) =>
      response.status === 304
        ? confirmedBy(question, response) !== undefined
        : refusalFor(setting, question, response.status, response.headers) === undefined,
    suits: (response, theirs) => {
      const vary = varyOf(response.headers.get('vary'), headers);
      return vary !== undefined && matches({ vary }, theirs);
    },
    keep: (response, bytes) => {
      const moment = momentNow();
      const entry = response.status === 304 ? confirmedBy(question, response) : undefined;
      if (entry !== undefined) confirm(setting, question, entry, response, moment);
      else keepWhole(setting, question, response, bytes, moment);
    },
  };
  return call.with({ sharing: share });
}

/** Asks for a new answer while an old one is given. In nobody's time: the caller has its answer. */
function refresh(setting: Setting, question: Question): void {
  const { shared } = setting;
  const { call, key } = question;
  const { lifetime, origin } = call.progress;
  if (shared.refreshing.has(key) || lifetime.closed) return;
  shared.refreshing.add(key);

  const scope = new Scope();
  const { deadline } = call;
  const limit =
    deadline &&
    startTimer(deadline.totalMs, () => {
      const message = `${target(call.method, call.url)}: not over within the deadline of ${deadline.totalMs} ms.`;
      scope.abort(new HoldfastError({ code: 'deadline', message }));
    });
  limit?.keepAlive(false);
  const background = call.with({
    scope,
    deadline: deadline && createDeadline(deadline.totalMs),
    progress: {
      id: undefined,
      origin,
      attempts: 0,
      retryAfterMs: undefined,
      circuit: undefined,
      lastFailure: undefined,
      atDeadline: undefined,
      lifetime,
    },
  });
  const decision: Ask = { kind: 'ask', because: 'expired', validates: true, staleIfError: false };
  ask(setting, { ...question, call: background }, decision)
    .then((response) => response.arrayBuffer())
    .catch(() => {})
    .finally(() => {
      limit?.stop();
      scope.close();
      shared.refreshing.delete(key);
    });
}

function tell(call: Call, result: CacheResult, because: CacheReason, ageMs?: number): void {
  if (!call.hasListeners('cache-decided')) return;
  const ageS = ageMs === undefined ? undefined : Math.floor(ageMs / 1000);
  call.emit({ kind: 'cache-decided', ...factsOf(call), result, because, ageS });
}
