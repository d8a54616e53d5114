import { optionError } from '../../errors/option-error.ts';
import { within } from '../../time/within.ts';
import type { GuardEvent } from './guard-event.ts';
import type { GuardPlan } from './guard-options.ts';
import { keepLease, type Lease } from './keep-lease.ts';
import { headersToKeep } from './machine.ts';
import { readCopy } from './read-copy.ts';
import { type AnswerRecord, decodeRecord, encodeRecord } from './record.ts';
import type { IdempotencyStore, LockOutcome } from './store.ts';

type LockPlan = Omit<GuardPlan<unknown>, 'scope'>;

/** Whose lock it is. */
interface LockSubject {
  readonly id: string;
  readonly fingerprint: string;
  readonly method: string;
  /** Without the query string. For events. */
  readonly path: string;
}

/** The lock of one request, and what is done under it. @internal */
export interface Lock {
  /** Undefined: the store failed. */
  take(): Promise<LockOutcome | undefined>;
  /** Undefined: it is none. */
  read(answer: Uint8Array): AnswerRecord | undefined;
  /** Works, and keeps the answer or frees the key before it is given; while it is given, if it streams. */
  during(work: (lease: Lease) => Response | Promise<Response>): Promise<Response>;
}

/** @internal */
export function createLock(plan: LockPlan, { id, fingerprint, method, path }: LockSubject): Lock {
  const { store, leaseMs } = plan;
  const token = crypto.randomUUID();

  const tell = (event: GuardEvent) => {
    try {
      plan.onEvent(event);
    } catch (error) {
      process.emitWarning(`onEvent failed: ${String(error)}`, 'HoldfastWarning');
    }
  };
  /** Undefined: the store failed, and that has been told. */
  const ask = async <T>(operation: keyof IdempotencyStore, run: () => T | Promise<T>) => {
    try {
      return { value: await within(plan.storeTimeoutMs, run) };
    } catch (error) {
      tell({ kind: 'store-failed', operation, method, path, error });
      return undefined;
    }
  };
  const release = async (): Promise<void> => {
    await ask('release', () => store.release(id, token));
  };
  const complete = async (record: AnswerRecord, lease: { readonly signal: AbortSignal }) => {
    const kept = await ask('complete', () =>
      store.complete(id, token, encodeRecord(record), plan.keepAnswersMs),
    );
    if (kept?.value === false && !lease.signal.aborted) tell({ kind: 'lock-lost', method, path });
  };
  /** Reads the copy to its end. It is made at once, so that the answer may be given meanwhile. */
  const keep = async (response: Response, lease: { readonly signal: AbortSignal }) => {
    const read = await readCopy(response, plan.answerLimitBytes);
    if (read === undefined) tell({ kind: 'answer-too-large', method, path });
    const { status, headers } = response;
    await complete(
      read === undefined
        ? { kind: 'too-large' }
        : { kind: 'answer', status, headers: headersToKeep(headers), body: read },
      lease,
    );
  };

  return {
    take: async () => (await ask('lock', () => store.lock(id, { token, fingerprint, leaseMs })))?.value,

    read: (answer) => {
      try {
        return decodeRecord(answer);
      } catch (error) {
        tell({ kind: 'store-failed', operation: 'lock', method, path, error });
        return undefined;
      }
    },

    during: async (work) => {
      const lease = keepLease({
        leaseMs,
        workLimitMs: plan.workLimitMs,
        renew: async () => (await ask('renew', () => store.renew(id, token, leaseMs)))?.value,
        onLost: () => tell({ kind: 'lock-lost', method, path }),
      });
      const freeing = async <T>(task: Promise<T>): Promise<T> => {
        try {
          return await task;
        } catch (error) {
          await release();
          lease.stop();
          throw error;
        }
      };
      const answer = async () => {
        const response = checked(await work(lease), method, path);
        return { response, isKept: plan.isKept(response), isStreamed: plan.isStreamed(response) };
      };
      const { response, isKept, isStreamed } = await freeing(answer());
      const settled = freeing(isKept ? keep(response, lease) : release()).finally(() => lease.stop());
      // What ends a body that streams is heard by whoever reads it.
      if (isStreamed) settled.catch(() => {});
      else await settled;
      return response;
    },
  };
}

/** By shape and not by class: frameworks bring a `Response` of their own. */
function checked(response: Response, method: string, path: string): Response {
  const given: unknown = response;
  const isResponse = typeof given === 'object' && given !== null && 'status' in given && 'clone' in given;
  if (isResponse && !response.bodyUsed) return response;
  throw optionError(
    `The guarded work of ${method} ${path} gave ${isResponse ? 'a Response that has been read' : 'no Response'}. ` +
      'Give one that is unread.',
  );
}
