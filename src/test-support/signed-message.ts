import {
  type Component,
  createDigest,
  type FieldLine,
  type RequestMessage,
  type SignatureParameters,
  type Signer,
  signMessage,
} from '../signatures/index.ts';

/** What a signed request is made of, beyond the usual. */
export interface SignedRequestOptions {
  readonly key: Signer;
  readonly message?: Partial<RequestMessage>;
  /** In place of the digest of the body. */
  readonly digest?: string;
  readonly components?: readonly Component[];
  /** On top of created, expires, nonce, keyid and tag; undefined takes one away. */
  readonly parameters?: Readonly<Record<string, SignatureParameters[string] | undefined>>;
  readonly label?: string;
  readonly nowMs?: number;
}

export const SERVICE = 'https://orders.example.com';

let nonces = 0;

/** A request as one service sends it to another, with a signature over all that matters. */
export async function signedRequest(
  options: SignedRequestOptions,
): Promise<RequestMessage & { readonly headers: FieldLine[] }> {
  const { key, message: given = {}, label = 'sig1', nowMs = Date.now() } = options;
  const body = 'body' in given ? given.body : new TextEncoder().encode('{"item":1}');
  const digest = options.digest ?? (await createDigest(new Uint8Array(body ?? [])));
  const headers: FieldLine[] = [
    ['Host', 'orders.example.com'],
    ['Content-Type', 'application/json'],
    ['Authorization', 'Bearer t'],
    ['X-Trace', 'a'],
    ...(digest === '' ? [] : [['Content-Digest', digest] as const]),
    ...(given.headers ?? []),
  ];
  const message: RequestMessage = {
    method: 'POST',
    target: '/v1/orders?dry-run=1',
    origin: SERVICE,
    ...given,
    headers,
    body: body ?? null,
  };
  const created = Math.floor(nowMs / 1000);
  nonces += 1;
  const parameters = Object.entries({
    created,
    expires: created + 60,
    nonce: `n${nonces}`,
    keyid: key.keyId,
    tag: 'orders',
    ...options.parameters,
  }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const { components = ['@method', '@target-uri', 'content-digest', 'content-type', 'authorization'] } =
    options;
  const fields = await signMessage(message, {
    key,
    label,
    components,
    parameters: Object.fromEntries(parameters),
  });
  return {
    ...message,
    headers: [...headers, ['Signature-Input', fields.signatureInput], ['Signature', fields.signature]],
  };
}

/** The same message with the value of a field changed. */
export function withField<Message extends { readonly headers: readonly FieldLine[] }>(
  message: Message,
  name: string,
  change: (value: string) => string,
): Message {
  const headers = message.headers.map(
    ([each, value]): FieldLine => [each, each.toLowerCase() === name ? change(value) : value],
  );
  return { ...message, headers };
}
