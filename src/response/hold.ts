import { type BodySource, isUnopened, SOURCE, takeBody } from './body-source.ts';
import { createAnswer } from './create-answer.ts';

/** As much is read of an answer that will probably be let go of; its connection can then serve the next attempt. */
const LIMIT = 64 * 1024;

/** An answer that will be let go of, unless it turns out to be the last. @internal */
export interface Held {
  /** The answer, intact. */
  restore(): Response;
  discard(): void;
}

/**
 * Holds an answer while the call waits for its next attempt. A short body is read to its end, which frees the
 * connection for others; a long one is left where it is. Should no attempt follow after all, nothing is lost.
 *
 * @internal
 */
export function hold(response: Response): Held {
  const isOurs = isUnopened(response);
  const source = takeBody(response);
  if (source === null) return { restore: () => response, discard: () => {} };
  const chunks: Uint8Array[] = [];
  let ended = false;
  let failure: { readonly error: unknown } | undefined;

  const readOn = async () => {
    try {
      const { done, value } = await source.read();
      if (done) ended = true;
      else chunks.push(value);
    } catch (error) {
      failure = { error };
    }
  };
  const readStart = async () => {
    for (let size = 0; !ended && failure === undefined && size < LIMIT && !restored; ) {
      await readOn();
      size = chunks.reduce((total, chunk) => total + chunk.byteLength, 0);
    }
  };
  let restored = false;
  const reading = readStart();

  const rest: BodySource = {
    async read() {
      restored = true;
      await reading;
      if (chunks.length === 0 && !ended && failure === undefined) await readOn();
      const value = chunks.shift();
      if (value !== undefined) return { done: false, value };
      if (failure !== undefined) throw failure.error;
      return { done: true, value: undefined };
    },
    cancel: (reason) => source.cancel(reason),
  };
  return {
    restore: () => {
      if (!isOurs) return createAnswer(response, response, rest);
      response[SOURCE] = rest;
      return response;
    },
    discard: () => {
      source.cancel().catch(() => {});
    },
  };
}
