import { checkDigest } from '../digest/check-digest.ts';
import type { ComponentId } from './component-id.ts';
import { fieldLines } from './field-lines.ts';
import { checkFieldLength, refusal } from './machine.ts';
import { isResponse, type Message } from './message.ts';

/** How the digest is looked at. */
export interface DigestQuestion {
  readonly label: string;
  readonly ids: readonly ComponentId[];
  readonly digest: 'require' | 'if-covered';
  readonly fieldBytes: number;
}

const NO_OCTETS = new Uint8Array();

/**
 * Whether the octets are those that were signed: a signature over `Content-Digest` proves nothing until the digest has
 * been compared with them. What is covered counts, and nothing beside it: who changes a body can add the digest of it.
 *
 * @returns False where nothing vouches for the octets, and the policy does not mind.
 *
 * @throws A `SignatureError` with code `digest-missing`, `digest-mismatch`, `digest-invalid` or `limit-exceeded`.
 *
 * @internal
 */
export async function verifyDigest(message: Message, question: DigestQuestion): Promise<boolean> {
  const { label, ids, digest, fieldBytes } = question;
  const body = message.body ?? NO_OCTETS;
  const covering = ids.filter(({ name, parameters }) => name === 'content-digest' && !parameters.has('req'));
  if (covering.length === 0) {
    if (digest === 'if-covered' || body.byteLength === 0) return false;
    throw refusal('digest-missing', 'There is a body, and the signature covers no Content-Digest', label);
  }
  if (isWithoutContent(message)) return false;
  for (const { parameters } of covering) {
    const lines = (parameters.has('tr') ? message.trailers : message.headers) ?? [];
    checkFieldLength('content-digest', lines, fieldBytes);
    const field = fieldLines(lines, 'content-digest')?.join(', ') ?? '';
    const key = parameters.get('key')?.value;
    const only = typeof key === 'string' ? { only: [key] } : {};
    const verdict = await checkDigest(field, owned(body), only);
    if (verdict === 'differs')
      throw refusal('digest-mismatch', 'The body is not the one that was signed', label);
    if (verdict !== 'matches') {
      throw refusal('digest-invalid', `Content-Digest is ${verdict}. Send sha-256 or sha-512`, label);
    }
  }
  return true;
}

/** The digest is of the content that a GET would have brought (RFC 9530, section 2). */
function isWithoutContent(message: Message): boolean {
  return isResponse(message) && (message.status === 304 || message.request?.method === 'HEAD');
}

/** Web Crypto takes no memory that is shared with other threads. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
}
