import type { Dispatcher } from 'undici';

/** A certificate or a key: PEM, as text or as the bytes of a file. */
export type Certificate = string | Uint8Array;

/** Options of {@link createUndiciFetch}. None is required. */
export interface UndiciFetchOptions {
  /** The authorities whose certificates are trusted, instead of those that Node knows. */
  readonly ca?: Certificate | readonly Certificate[];

  /** The client's own certificate, for services that ask for one (mutual TLS). Needs `key`. */
  readonly cert?: Certificate;

  /** The private key of `cert`. */
  readonly key?: Certificate;

  /** Opens `key`, if it is encrypted. */
  readonly passphrase?: string;

  /** How many connections are opened to one origin, at most. More calls wait for one. Default: no limit. */
  readonly connections?: number;

  /** How long a connection may take until it stands, TLS included, in milliseconds. Default 10 000. */
  readonly connectTimeoutMs?: number;

  /**
   * The dispatcher to send through, instead of one made here: an `Agent`, `ProxyAgent`, `Pool` or `MockAgent` of undici.
   * It stays yours: `close()` leaves it alone. Cannot be combined with the other options.
   */
  readonly dispatcher?: Dispatcher;
}
