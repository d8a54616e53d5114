import type { Component, StructuredFieldType } from './component.ts';
import type { Signer } from './signer.ts';
import type { SignatureParameter } from './verify-policy.ts';

/** What is about to be signed, for a function that chooses the key. */
export interface SigningTarget {
  /** For example `https://orders.example.com`. */
  readonly origin: string;
  readonly method: string;
  readonly url: string;
}

/** A key, and the origin it may sign for. */
export interface SignerFor {
  readonly key: Signer;
  /** For example `https://stock.example.com`. */
  readonly origin: string;
}

/**
 * Chooses the key for a request, each time anew, so that a key can be rotated while the client runs. Undefined: the
 * request is sent unsigned. For an origin other than the client's own, a key by itself is not enough: the answer must
 * name that origin, so that no careless function signs for a stranger.
 */
export type SignerSource = (
  target: SigningTarget,
) => Signer | SignerFor | undefined | Promise<Signer | SignerFor | undefined>;

/** Options of `sign`: one signature. */
export interface SignOptions {
  /**
   * The key, or a function that chooses it. A key by itself signs for the origin of the client's `baseUrl`; where there is
   * none, for the origin that a call began at. Never for another origin that a redirect leads to.
   */
  readonly key: Signer | SignerSource;

  /**
   * What is covered. A field that a request does not have is left out, unless `required` names it. `content-digest` is
   * made for a request with a body, and for a method that may have one. Default
   * `['@method', '@target-uri', 'content-digest', 'content-type', 'authorization', 'idempotency-key']`.
   */
  readonly components?: readonly Component[];

  /** Components that are covered too, and without which nothing is sent. Default none. */
  readonly required?: readonly Component[];

  /** Which digest of the body is made. One that the caller gave stays as it is. Default `'sha-256'`. */
  readonly digest?: 'sha-256' | 'sha-512';

  /** The name of your application, so that no other accepts what was signed for it. Default none. */
  readonly tag?: string;

  /** How long the signature is good for, in milliseconds. `false`: it says nothing of it. Default 60 000. */
  readonly expiresInMs?: number | false;

  /**
   * Which parameters the signature has, in this order. Default `['created', 'expires', 'nonce', 'keyid', 'tag']`. `alg` is
   * left out, since the key knows.
   */
  readonly parameters?: readonly SignatureParameter[];

  /** What the signature is called in its fields. Default `sig1`, and `sig2` for the second. */
  readonly label?: string;

  /** Types of structured fields that `sf` and `key` may be used with, beside those that the RFCs define. */
  readonly fieldTypes?: Readonly<Record<string, StructuredFieldType>>;
}
