import type { CallProgress } from '../core/call.ts';
import type { RequestMessage } from './message.ts';

/** What was sent, for whoever verifies the answer. */
export interface SentRequest {
  readonly request: RequestMessage;
  /** Of the signatures that were made, in order. */
  readonly labels: readonly string[];
}

const sent = new WeakMap<CallProgress, SentRequest>();

/** The last attempt of a call, as it was signed. Attempts of one call follow each other. @internal */
export function lastSent(progress: CallProgress): SentRequest | undefined {
  return sent.get(progress);
}

/** @internal */
export function keepSent(progress: CallProgress, request: SentRequest): void {
  sent.set(progress, request);
}
