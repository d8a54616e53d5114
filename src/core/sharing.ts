/** How the answer to one call can be that of others who ask for the same. @internal */
export interface Sharing {
  /** Calls with the same key ask for the same, on behalf of the same. */
  readonly key: string;
  /** A longer body is not shared. */
  readonly maxBytes: number;
  /** Whether others may be given this answer. */
  canShare(response: Response): boolean;
  /** Whether it answers a request with these headers too. */
  suits(response: Response, headers: Headers): boolean;
  /** Keeps an answer that others are given, before they are. */
  keep(response: Response, body: Uint8Array<ArrayBuffer> | null): void;
}
