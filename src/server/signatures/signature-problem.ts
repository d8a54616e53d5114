import { optionError } from '../../errors/option-error.ts';
import type { SignatureError, SignatureErrorCode } from '../../signatures/signature-error.ts';
import { verifyPlanOf } from '../../signatures/verify-plan.ts';
import type { VerifyPolicy } from '../../signatures/verify-policy.ts';
import { serialiseString } from '../../structured-fields/serialise.ts';
import { problem } from '../problem.ts';

/** Options of {@link signatureProblem}. */
export interface SignatureProblemOptions {
  /** The one the message was refused by: the answer asks for what it demands. */
  readonly policy: VerifyPolicy;
  /** Where your callers can read about signatures: an absolute URL. The problem document points to it. */
  readonly helpUrl?: string;
}

/** How long a client should wait when the store is down. */
const STORE_RETRY_S = 1;

/**
 * The answer to a request that was refused: 401 as a problem document (RFC 9457), with `Accept-Signature` (RFC 9421,
 * section 5.1) for what the policy demands; 503 where the replay store does not answer.
 *
 * Its `code` is that of the error, but for one thing: whether a key is known is nobody's business, so `key-unknown` and
 * `algorithm-mismatch` are answered as `signature-invalid`. The signature base is never in it.
 *
 * @throws A `HoldfastError` with code `options` where `helpUrl` is none.
 *
 * @example
 * ```ts
 * try {
 *   return await answer(await verify(message, policy));
 * } catch (error) {
 *   if (isSignatureError(error)) return signatureProblem(error, { policy });
 *   throw error;
 * }
 * ```
 */
export function signatureProblem(
  error: SignatureError,
  { policy, helpUrl }: SignatureProblemOptions,
): Response {
  if (helpUrl !== undefined && !URL.canParse(helpUrl)) {
    throw optionError(
      'Option helpUrl is not an absolute URL. Give one such as https://docs.example.com/signatures.',
    );
  }
  if (error.code === 'store-unavailable') {
    return problem({
      status: 503,
      code: error.code,
      detail: 'Signatures cannot be checked at the moment. Nothing was done.',
      retryAfterS: STORE_RETRY_S,
      helpUrl,
    });
  }
  const isTold = !UNTOLD.has(error.code);
  const response = problem({
    status: 401,
    code: isTold ? error.code : 'signature-invalid',
    detail: isTold ? error.message : 'The signature is not that of this key over this message.',
    helpUrl,
  });
  response.headers.set('accept-signature', acceptSignature(policy));
  return response;
}

const UNTOLD: ReadonlySet<SignatureErrorCode> = new Set([
  'key-unknown',
  'algorithm-mismatch',
  'algorithm-refused',
  'signature-invalid',
]);

function acceptSignature(policy: VerifyPolicy): string {
  const { requireOfRequest, requireParameters, digest, tag } = verifyPlanOf(policy);
  const components = requireOfRequest.map(({ text }) => text);
  const wantsDigest = digest === 'require' && !components.some((text) => text.startsWith('"content-digest"'));
  const parameters = [
    ';created',
    ...(requireParameters.includes('expires') ? [';expires'] : []),
    ...(tag === undefined ? [] : [`;tag=${serialiseString(tag)}`]),
  ];
  return `sig1=(${[...components, ...(wantsDigest ? ['"content-digest"'] : [])].join(' ')})${parameters.join('')}`;
}
