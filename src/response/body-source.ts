/** A piece of a body, or its end. @internal */
export type ReadResult =
  | { readonly done: false; readonly value: Uint8Array }
  | { readonly done: true; readonly value?: undefined };

/**
 * Where the bytes of an answer come from, as a stream's reader hands them out. Whoever reads waits for one piece before
 * asking for the next.
 *
 * @internal
 */
export interface BodySource {
  read(): Promise<ReadResult>;
  cancel(reason?: unknown): Promise<unknown>;
  /** Hears of a failure at once, also where nobody waits for a read. */
  onFail?(listener: (error: unknown) => void): void;
}

/**
 * An answer whose bytes can be had without a web stream, which on Node 20 costs more than all layers together. The
 * property is undefined once somebody has asked for the body, and where there is none. Whoever sets it takes the bytes,
 * or has them come from elsewhere.
 *
 * @internal
 */
export interface Unopened extends Response {
  [SOURCE]: BodySource | undefined;
}

/** Shared by copies of this package. @internal */
export const SOURCE: unique symbol = Symbol.for('holdfast.source');

/** Whether an answer hands over its bytes so. @internal */
export function isUnopened(response: Response): response is Unopened {
  return SOURCE in response && response[SOURCE] !== undefined;
}

/** The bytes of an answer. They are taken: nobody else can read them then. Null where there is no body. @internal */
export function takeBody(response: Response): BodySource | null {
  if (!isUnopened(response)) return response.body?.getReader() ?? null;
  const source = response[SOURCE];
  response[SOURCE] = undefined;
  return source ?? null;
}
