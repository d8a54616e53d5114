/** What a `RequestInit` takes as its body, `null` and `undefined` aside. */
export type BodyContent = NonNullable<RequestInit['body']>;

/** Makes the same body anew for each attempt. */
export type BodyFactory = () => BodyContent | Promise<BodyContent>;

/**
 * A request body, by how often it can be sent.
 *
 * - `bytes` and `factory`: as often as needed.
 * - `one-shot`: once. Streams are not buffered and never teed: a tee holds all that the slower reader has not read, so
 *   an upload of 2 GB would cost 2 GB of memory. A call with such a body is never tried again.
 */
export type CallBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'factory'; readonly make: BodyFactory }
  | { readonly kind: 'one-shot'; readonly content: BodyContent };
