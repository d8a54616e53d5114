import { createDigest } from '../../digest/create-digest.ts';
import { checkMs } from '../../errors/check-ms.ts';
import { checkNames } from '../../errors/check-names.ts';
import { optionError } from '../../errors/option-error.ts';
import type { Component } from '../../signatures/component.ts';
import { fieldLines } from '../../signatures/field-lines.ts';
import type { RequestMessage, ResponseMessage } from '../../signatures/message.ts';
import { signMessage } from '../../signatures/sign-message.ts';
import type { Signer } from '../../signatures/signer.ts';
import { parseDictionary } from '../../structured-fields/parse.ts';

/** Options of {@link signResponse}. */
export interface SignResponseOptions {
  readonly key: Signer;

  /** The request that is answered: what `fromNode` or `fromRequest` made of it, and the origin it was sent to. */
  readonly request: RequestMessage;

  /** The public origin of the service, as in the policy. Default: that of `request`. */
  readonly origin?: string;

  /** The signature of the request that is answered: `Verified.label`. Default: its first. */
  readonly requestLabel?: string;

  /**
   * What is covered. Default `@status`, `content-digest`, `content-type` if there is one; and of the request `@method`,
   * `@target-uri`, `content-digest` if there is one, and the `signature-input` of its signature, whose nonce binds the
   * answer to this one request.
   */
  readonly components?: readonly Component[];

  /** Which digest of the body is made. One that is there stays as it is. Default `'sha-256'`. */
  readonly digest?: 'sha-256' | 'sha-512';

  /** The name of your application. Default none. */
  readonly tag?: string;

  /** How long the signature is good for, in milliseconds. `false`: it says nothing of it. Default 60 000. */
  readonly expiresInMs?: number | false;

  /** What the signature is called in its fields. Default `'sig1'`. */
  readonly label?: string;
}

const NAMES = [
  'components',
  'digest',
  'expiresInMs',
  'key',
  'label',
  'origin',
  'request',
  'requestLabel',
  'tag',
] as const satisfies readonly (keyof SignResponseOptions)[];

/**
 * A response with a signature (RFC 9421) over its status, its content and the request it answers. For `verifyResponses` on
 * the other side.
 *
 * The body is read whole, for its digest (RFC 9530). Sign last: what compresses or changes the response afterwards makes
 * the signature wrong.
 *
 * @throws A `HoldfastError` with code `options` where an option cannot work. A `SignatureError` where something that is to
 *   be covered is not there.
 *
 * @example
 * ```ts
 * const message = await fromRequest(request);
 * const { label } = await verify(message, policy);
 * const origin = 'https://orders.example.com';
 * return signResponse(Response.json(order), { key, request: message, requestLabel: label, origin });
 * ```
 */
export async function signResponse(response: Response, options: SignResponseOptions): Promise<Response> {
  checkNames('', options, NAMES);
  const {
    key,
    request: given,
    origin,
    digest = 'sha-256',
    tag,
    expiresInMs = 60_000,
    label = 'sig1',
  } = options;
  if (typeof key?.sign !== 'function')
    throw optionError('Option key is missing. Give await importSigner(jwk).');
  checkMs('expiresInMs', expiresInMs);
  if (response.bodyUsed) throw optionError('The body of the Response was read before signResponse saw it.');
  const request = origin === undefined ? given : { ...given, origin };
  const body = response.body === null ? null : new Uint8Array(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  const isWithoutContent = request.method === 'HEAD' || response.status === 304;
  if (!headers.has('content-digest') && !isWithoutContent) {
    headers.set('content-digest', await createDigest(body ?? new Uint8Array(), [digest]));
  }
  const message: ResponseMessage = { status: response.status, headers: [...headers], body, request };
  const components = options.components ?? usual(headers, request, options.requestLabel);
  const created = Math.floor(Date.now() / 1000);
  const parameters = {
    created,
    ...(expiresInMs === false ? {} : { expires: created + Math.ceil(expiresInMs / 1000) }),
    keyid: key.keyId,
    ...(tag === undefined ? {} : { tag }),
  };
  const signed = await signMessage(message, { key, components, parameters, label });
  headers.append('signature-input', signed.signatureInput);
  headers.append('signature', signed.signature);
  const { status, statusText } = response;
  return new Response(body, { status, statusText, headers });
}

function usual(headers: Headers, request: RequestMessage, requestLabel: string | undefined): Component[] {
  const ofResponse = ['content-digest', 'content-type'].filter((name) => headers.has(name));
  const hasDigest = fieldLines(request.headers, 'content-digest') !== undefined;
  const label = requestLabel ?? firstLabel(request);
  return [
    '@status',
    ...ofResponse,
    '@method;req',
    '@target-uri;req',
    ...(hasDigest ? ['content-digest;req'] : []),
    ...(label === undefined ? [] : [{ component: 'signature-input', key: label, req: true }]),
  ];
}

function firstLabel(request: RequestMessage): string | undefined {
  const field = fieldLines(request.headers, 'signature-input')?.join(', ');
  return field === undefined ? undefined : parseDictionary(field).members.keys().next().value;
}
