import { checkNames } from '../../errors/check-names.ts';
import { optionError } from '../../errors/option-error.ts';
import { SAFE } from '../../idempotency/machine.ts';
import { isEventStream } from '../../response/is-event-stream.ts';
import type { GuardEvent } from './guard-event.ts';
import type { IdempotencyStore } from './store.ts';

/** Names who calls. Two callers with the same name see each other's answers. */
export type IdempotencyScope<Context> = (request: Request, context: Context) => string | Promise<string>;

/** Options of {@link idempotencyGuard}. */
export interface IdempotencyGuardOptions<Context = void> {
  /** Where locks and answers are kept. One for all processes that serve the same routes. */
  readonly store: IdempotencyStore;

  /**
   * Who calls: an id of the user or the account, taken from what has been authenticated. Keys are chosen by callers, and
   * two of them may choose the same; without this, the one would be given the other's answer. `'anonymous'` where there
   * are no users: all callers then share one set of keys.
   */
  readonly scope: IdempotencyScope<Context> | 'anonymous';

  /** Methods that are guarded. Others pass through untouched. Default `['POST', 'PATCH']`. */
  readonly methods?: readonly string[];

  /** Whether a guarded request without a key is answered 400. If not, it passes through unguarded. Default true. */
  readonly required?: boolean;

  /**
   * How long a key stays locked after its worker was last heard of, in milliseconds. While the work goes on, the lock is
   * renewed three times in this time. After a crash, an attempt within it is answered 409, and the first one after it does
   * the work again. Default 15 000.
   */
  readonly leaseMs?: number;

  /** For how long a lock is renewed at most, in milliseconds: work that hangs must free its key. Default 300 000. */
  readonly workLimitMs?: number;

  /** For how long answers are kept, in milliseconds. Default 86 400 000, a day. */
  readonly keepAnswersMs?: number;

  /**
   * Which answers are kept. By default all but those after which a client tries again: 408, 425, 429, 5xx, and a 4xx that
   * says `Retry-After`. An answer that is not kept frees the key, so that the next attempt does the work.
   */
  readonly isKept?: (response: Response) => boolean;

  /**
   * Which answers are given while they are still being made, and kept when they have ended. Others are given once they
   * are kept, so that whoever has an answer can have it again at once. By default `text/event-stream`.
   */
  readonly isStreamed?: (response: Response) => boolean;

  /** The largest request body, in bytes. A larger one is answered 413. Default 1 MiB. */
  readonly requestLimitBytes?: number;

  /**
   * The largest answer that is kept, in bytes of its body. A larger one reaches its caller whole; further attempts are
   * answered 409 without `Retry-After`, since the work is done and must not be done again. Default 1 MiB.
   */
  readonly answerLimitBytes?: number;

  /**
   * What becomes of a request when the store does not take its lock: `'refuse'` answers 503, and nothing is done;
   * `'proceed'` does the work unguarded. Default `'refuse'`.
   */
  readonly whenStoreFails?: 'refuse' | 'proceed';

  /** How long the store may take for one operation, in milliseconds. Default 2 000. */
  readonly storeTimeoutMs?: number;

  /** Where your callers can read about keys: an absolute URL. Problem documents and a `Link` header point to it. */
  readonly helpUrl?: string;

  /** Called with what somebody should look at. See {@link GuardEvent}. */
  readonly onEvent?: (event: GuardEvent) => void;
}

/** Options, checked, with nothing left open. @internal */
export type GuardPlan<Context> = Required<Omit<IdempotencyGuardOptions<Context>, 'helpUrl'>> & {
  readonly helpUrl: string | undefined;
};

const NAMES = [
  'answerLimitBytes',
  'helpUrl',
  'isKept',
  'isStreamed',
  'keepAnswersMs',
  'leaseMs',
  'methods',
  'onEvent',
  'requestLimitBytes',
  'required',
  'scope',
  'store',
  'storeTimeoutMs',
  'whenStoreFails',
  'workLimitMs',
] as const satisfies readonly (keyof IdempotencyGuardOptions)[];

const MIB = 1024 * 1024;
const DAY_MS = 86_400_000;

/** @internal */
export function planGuard<Context>(given: IdempotencyGuardOptions<Context>): GuardPlan<Context> {
  checkNames('', given, NAMES);
  const { store, scope, whenStoreFails = 'refuse', helpUrl, methods = ['POST', 'PATCH'] } = given;
  if (typeof store?.lock !== 'function') {
    throw optionError(
      'Option store is missing. Give one, such as memoryIdempotencyStore() for a single process.',
    );
  }
  if (scope !== 'anonymous' && typeof scope !== 'function') {
    throw optionError(
      'Option scope is missing. Give a function that names the caller, such as (request) => userIdOf(request), or ' +
        "'anonymous' where there are no users.",
    );
  }
  if (whenStoreFails !== 'refuse' && whenStoreFails !== 'proceed') {
    throw optionError(`Option whenStoreFails is ${whenStoreFails}. Give 'refuse' or 'proceed'.`);
  }
  if (helpUrl !== undefined && !URL.canParse(helpUrl)) {
    throw optionError(
      'Option helpUrl is not an absolute URL. Give one such as https://docs.example.com/keys.',
    );
  }
  return {
    store,
    scope,
    whenStoreFails,
    helpUrl,
    methods: guarded(methods),
    required: given.required ?? true,
    leaseMs: above0('leaseMs', given.leaseMs ?? 15_000),
    workLimitMs: above0('workLimitMs', given.workLimitMs ?? 300_000),
    keepAnswersMs: above0('keepAnswersMs', given.keepAnswersMs ?? DAY_MS),
    storeTimeoutMs: above0('storeTimeoutMs', given.storeTimeoutMs ?? 2_000),
    requestLimitBytes: above0('requestLimitBytes', given.requestLimitBytes ?? MIB),
    answerLimitBytes: above0('answerLimitBytes', given.answerLimitBytes ?? MIB),
    isKept: given.isKept ?? isLasting,
    isStreamed: given.isStreamed ?? isEventStream,
    onEvent: given.onEvent ?? (() => {}),
  };
}

function guarded(methods: readonly string[]): readonly string[] {
  const upper = methods.map((method) => method.toUpperCase());
  const safe = upper.find((method) => SAFE.has(method));
  if (safe === undefined && upper.length > 0) return upper;
  throw optionError(
    safe === undefined
      ? "Option methods is empty, so that nothing is guarded. Leave it out for ['POST', 'PATCH']."
      : `Option methods names ${safe}, which changes nothing and needs no guard. Leave it out.`,
  );
}

function above0(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw optionError(`Option ${name} is ${value}. Give a number above 0.`);
}

/** Kept for a day, a 429 would answer each further attempt. */
function isLasting({ status, headers }: Response): boolean {
  if (status < 200 || status >= 500 || status === 408 || status === 425 || status === 429) return false;
  return !(status >= 400 && headers.has('retry-after'));
}
