import { optionError } from '../../errors/option-error.ts';
import { readKey } from '../../idempotency/read-key.ts';
import { problem } from '../problem.ts';
import { type GuardPlan, type IdempotencyGuardOptions, planGuard } from './guard-options.ts';
import { fingerprintOf, idOf } from './hashes.ts';
import type { Lease } from './keep-lease.ts';
import { createLock } from './lock.ts';
import { judge } from './machine.ts';
import { readCopy } from './read-copy.ts';
import type { AnswerRecord } from './record.ts';

/** Does what a request asks for. */
export type GuardedWork = (request: Request, lease: Lease) => Response | Promise<Response>;

/** Made by {@link idempotencyGuard}. Answers a request: by `work`, or by what `work` answered the last time. */
export type IdempotencyGuard<Context = void> = (
  request: Request,
  work: GuardedWork,
  context: Context,
) => Promise<Response>;

/** Longer than any key in use. */
const LONGEST_KEY = 255;

/** How long a client should wait when the store is down. */
const STORE_RETRY_S = 1;

/**
 * Does the work of a request once, however often the request arrives: the server's half of `Idempotency-Key`, by
 * draft-ietf-httpapi-idempotency-key-header-07 (sections 2.6 and 2.7).
 *
 * The first request with a key takes its lock, and its answer is kept. A further one with the same key gets that answer,
 * with `Idempotency-Replayed: true`. While the work goes on, it gets 409 with `Retry-After`. Refusals are
 * `application/problem+json` documents (RFC 9457), told apart by `code`:
 *
 * | status | code | means |
 * |---|---|---|
 * | 400 | `key-missing`, `key-invalid` | no key, or one that is none |
 * | 409 | `still-running` | an earlier attempt is at work |
 * | 409 | `answer-not-kept` | the work is done, and its answer was too large to keep |
 * | 413 | `body-too-large` | more than `requestLimitBytes` |
 * | 422 | `key-reused` | the key came with another method, path or body |
 * | 503 | `store-unavailable` | the store did not take the lock; nothing was done |
 *
 * An answer that is not kept (see `isKept`) and an error thrown by `work` free the key: the next attempt does the work.
 * So `work` must leave nothing behind when it fails, as a transaction does.
 *
 * @throws A `HoldfastError` with code `options` where an option cannot work; and from the guard, whatever `work` or
 *   `scope` throws.
 *
 * @example
 * ```ts
 * const guard = idempotencyGuard({ store, scope: (request) => userIdOf(request) });
 * const response = await guard(request, (request) => placeOrder(request));
 * ```
 */
export function idempotencyGuard<Context = void>(
  options: IdempotencyGuardOptions<Context>,
): IdempotencyGuard<Context> {
  const plan = planGuard(options);
  const refuse = (status: number, code: string, detail: string, retryAfterS?: number) =>
    problem({
      status,
      code,
      detail,
      helpUrl: plan.helpUrl,
      ...(retryAfterS === undefined ? {} : { retryAfterS }),
    });

  return async (request, work, context) => {
    const unguarded = () => work(request, { signal: new AbortController().signal });
    const method = request.method.toUpperCase();
    if (!plan.methods.includes(method)) return unguarded();

    const header = request.headers.get('idempotency-key');
    if (header === null) {
      return plan.required
        ? refuse(400, 'key-missing', 'This request needs an Idempotency-Key header. Send a random UUID.')
        : unguarded();
    }
    const read = readKey(header);
    if (read.kind === 'invalid') return refuse(400, 'key-invalid', `The Idempotency-Key ${read.problem}.`);
    if (read.key.length > LONGEST_KEY) {
      return refuse(400, 'key-invalid', `The Idempotency-Key is longer than ${LONGEST_KEY} characters.`);
    }

    const { pathname, search } = new URL(request.url);
    const scope = await scopeOf(plan, request, context);
    const body = await bodyOf(request, plan.requestLimitBytes);
    if (body === undefined) {
      return refuse(413, 'body-too-large', `The body is larger than ${plan.requestLimitBytes} bytes.`);
    }
    const fingerprint = await fingerprintOf(method, `${pathname}${search}`, body);
    const id = await idOf(scope, read.key);
    const lock = createLock(plan, { id, fingerprint, method, path: pathname });

    const unavailable = () =>
      refuse(
        503,
        'store-unavailable',
        'The key cannot be checked at the moment. Nothing was done.',
        STORE_RETRY_S,
      );

    const outcome = await lock.take();
    if (outcome === undefined) return plan.whenStoreFails === 'proceed' ? unguarded() : unavailable();
    const verdict = judge(outcome, fingerprint);
    switch (verdict.kind) {
      case 'work':
        return lock.during((lease) => work(request, lease));
      case 'replay': {
        const record = lock.read(verdict.answer);
        // An answer that cannot be read means that the work has been done, even where the guard may be open.
        if (record === undefined) return unavailable();
        if (record.kind === 'answer') return replayed(record);
        return refuse(
          409,
          'answer-not-kept',
          'The work is done. Its answer was too large to be given again.',
        );
      }
      case 'reused':
        return refuse(422, 'key-reused', 'The Idempotency-Key was used for another request. Send a new one.');
      case 'still-running': {
        const detail = 'A request with this Idempotency-Key is being worked on. Ask again later.';
        return refuse(409, 'still-running', detail, verdict.retryAfterS);
      }
    }
  };
}

function replayed({ status, headers: kept, body }: AnswerRecord & { kind: 'answer' }): Response {
  const headers = new Headers();
  for (const [name, value] of kept) headers.append(name, value);
  headers.set('idempotency-replayed', 'true');
  return new Response(body.byteLength === 0 ? null : body, { status, headers });
}

async function scopeOf<Context>(
  { scope }: GuardPlan<Context>,
  request: Request,
  context: Context,
): Promise<{ readonly caller: string } | 'anonymous'> {
  if (scope === 'anonymous') return scope;
  const caller: unknown = await scope(request, context);
  if (typeof caller === 'string' && caller !== '') return { caller };
  throw optionError(
    `Option scope named nobody for ${request.method} ${new URL(request.url).pathname}. It must give a text that is ` +
      'not empty. Refuse callers that are not authenticated before the guard sees them.',
  );
}

/** Undefined: too large. */
async function bodyOf(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (request.bodyUsed) {
    throw optionError(
      `The body of ${request.method} ${new URL(request.url).pathname} was read before the guard saw it. Put the ` +
        'guard first, and whatever reads the body inside of it.',
    );
  }
  if (Number(request.headers.get('content-length')) > limit) return undefined;
  return readCopy(request, limit);
}
