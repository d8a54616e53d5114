import { readStream } from '../body/read-stream.ts';
import type { Call } from '../core/call.ts';
import type { Layer } from '../core/layer.ts';
import { target } from '../core/target.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { optionError } from '../errors/option-error.ts';
import { bytesSource } from '../response/bytes-source.ts';
import { createAnswer } from '../response/create-answer.ts';
import { discard } from '../response/discard.ts';
import type { ResponseMessage } from './message.ts';
import { requestMessageOf } from './request-message-of.ts';
import { lastSent } from './sent-request.ts';
import { isSignatureError, SignatureError } from './signature-error.ts';
import { verify } from './verify.ts';
import { verifyPlanOf } from './verify-plan.ts';
import type { VerifyPolicy } from './verify-policy.ts';

/** Options of {@link verifyResponses}: a policy, less what a client knows by itself. */
export interface VerifyResponsesOptions
  extends Omit<VerifyPolicy, 'origin' | 'replay' | 'requireParameters'> {
  /**
   * Where accepted nonces are kept. Default `false`: an answer that covers the nonce of its request cannot be played to
   * another one.
   */
  readonly replay?: VerifyPolicy['replay'];

  /**
   * Components that a signature must cover. Default `['@status', '@method;req', '@target-uri;req']`, and where the request
   * was signed its `signature-input`, so that the answer is to this request and no other.
   */
  readonly require?: NonNullable<VerifyPolicy['require']>;

  /** Parameters that a signature must have. Default `['created', 'keyid']`. */
  readonly requireParameters?: NonNullable<VerifyPolicy['requireParameters']>;

  /**
   * The largest answer that is taken, in bytes. It is read whole before anybody sees a byte of it, since a byte that has
   * been used cannot be taken back. Default 16 MiB.
   */
  readonly limitBytes?: number;
}

/** Made by {@link verifyResponses}. */
export interface ResponseVerificationLayer extends Layer {
  readonly name: 'response verification';
}

const LIMIT_BYTES = 16 * 1024 * 1024;

/** Of these, more may come: a gateway that is overloaded signs nothing. */
const MAY_PASS = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Takes only answers that are signed (RFC 9421), bound to their request, with a body that matches its digest. Everything
 * else is an error, and nobody sees the answer: no cache keeps it, and no redirect in it is followed.
 *
 * The service is asked for an answer that is not compressed, since `fetch` inflates what the digest is of; one that comes
 * compressed is refused. Answers without end, such as an event stream, cannot be verified.
 *
 * Put it inside of `retry` and outside of `breaker`: an unsigned 503 of a gateway is tried again, and what a
 * signature says is no news of the health of a service.
 *
 * @throws A `HoldfastError` with code `signature`; its `cause` is a {@link SignatureError}. From `verifyResponses`, one
 *   with code `options` where an option cannot work.
 *
 * @example
 * ```ts
 * const orders = createClient({
 *   baseUrl: 'https://orders.example.com',
 *   sign: sign({ key }),
 *   verifyResponses: verifyResponses({ keys: [await importVerifyKey(ordersJwk)], tag: 'orders' }),
 * });
 * ```
 */
export function verifyResponses(options: VerifyResponsesOptions): ResponseVerificationLayer {
  const { limitBytes = LIMIT_BYTES, ...given } = options;
  if (!Number.isFinite(limitBytes) || limitBytes <= 0) {
    throw optionError(`Option limitBytes is ${limitBytes}. Give a number of bytes above 0.`);
  }
  const policies = policiesOf(given);
  const { mode, digest, maxAgeMs, skewMs, tag } = verifyPlanOf(policies(undefined));
  return {
    name: 'response verification',
    describe: () => ({ mode, digest, maxAgeMs, skewMs, tag, limitBytes }),
    wrap: (next) => async (call) => {
      const headers = new Headers(call.headers);
      headers.set('accept-encoding', 'identity');
      const response = await next(call.with({ headers }));
      return verified(response, call, { limitBytes, policies });
    },
  };
}

type Policies = (label: string | undefined) => VerifyPolicy;

/** One for each label that requests are signed with, of which there are few. */
function policiesOf(given: Omit<VerifyResponsesOptions, 'limitBytes'>): Policies {
  const known = new Map<string | undefined, VerifyPolicy>();
  return (label) => {
    const answersIt = label === undefined ? [] : [{ component: 'signature-input', key: label, req: true }];
    const policy = known.get(label) ?? {
      replay: false,
      requireParameters: ['created', 'keyid'],
      require: ['@status', '@method;req', '@target-uri;req', ...answersIt],
      ...given,
    };
    known.set(label, policy);
    return policy;
  };
}

async function verified(
  response: Response,
  call: Call,
  { limitBytes, policies }: { readonly limitBytes: number; readonly policies: Policies },
): Promise<Response> {
  const { status } = response;
  const sent = lastSent(call.progress);
  const request = sent?.request ?? requestMessageOf(call, call.headers);
  const coding = response.headers.get('content-encoding') ?? 'identity';
  if (coding !== 'identity') {
    discard(response);
    const message = 'The answer is compressed, though it was not to be, so its digest cannot be compared.';
    throw refused(call, status, new SignatureError({ code: 'digest-invalid', message }));
  }
  const body = response.body === null ? null : await readWhole(response.body, limitBytes);
  if (body === undefined) {
    const message = `The answer is longer than ${limitBytes} bytes. Give limitBytes, or fetch it without verifyResponses.`;
    throw refused(call, status, new SignatureError({ code: 'limit-exceeded', message }));
  }
  const answer: ResponseMessage = { status, headers: [...response.headers], body, request };
  try {
    await verify(answer, policies(sent?.labels[0]));
  } catch (error) {
    throw isSignatureError(error) ? refused(call, status, error) : error;
  }
  return createAnswer(response, response, body === null ? null : bytesSource(body));
}

/** Undefined: there is more. */
async function readWhole(
  stream: ReadableStream<Uint8Array>,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const read = await readStream(stream, limitBytes);
  if (read.kind === 'bytes') return read.bytes;
  discard(new Response(read.content));
  return undefined;
}

function refused(call: Call, status: number, cause: SignatureError): HoldfastError {
  return new HoldfastError({
    code: 'signature',
    message: `${target(call.method, call.url)}: the answer (${status}) was not used. ${cause.message}`,
    cause,
    attempts: call.progress.attempts,
    isRetryable: cause.code === 'signature-missing' && MAY_PASS.has(status),
  });
}
