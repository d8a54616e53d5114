import type { Component, StructuredFieldType } from './component.ts';
import type { ReplayStore } from './replay-store.ts';
import type { SignatureAlgorithm, VerifyKey } from './signer.ts';

/** A parameter of a signature that RFC 9421, section 2.3, registers. */
export type SignatureParameter = 'created' | 'expires' | 'nonce' | 'keyid' | 'tag' | 'alg';

/** What a signature says of itself, before anything of it is proven. For {@link VerifyPolicy.keys}. */
export interface KeyHint {
  readonly algorithm: string | undefined;
  readonly tag: string | undefined;
  readonly label: string;
}

/** What a verifier accepts. `keys` and `replay` have no default: nobody is trusted who was not named. */
export interface VerifyPolicy {
  /**
   * The keys that are trusted: a list, or a function that finds one by its id. The id comes from the message: look it up
   * in a `Map` or a table, and never in a path or a URL. Undefined: nobody is known by it.
   */
  readonly keys:
    | readonly VerifyKey[]
    | ((keyId: string, hint: KeyHint) => VerifyKey | undefined | Promise<VerifyKey | undefined>);

  /** Where accepted nonces are kept. `false`: the same message is accepted again until it is too old. */
  readonly replay: ReplayStore | false;

  /** How long the store may take, in milliseconds. After that, nothing is accepted. Default 2 000. */
  readonly replayTimeoutMs?: number;

  /**
   * The public origin of the service, such as `https://orders.example.com`: scheme, host and port as the client sees
   * them, even if a proxy in front speaks to this process by another name. Several, and the one that the `Host` field
   * names goes. Needed wherever `@target-uri` (which must be covered, as it comes), `@authority` or `@scheme` is covered,
   * unless the message says it.
   */
  readonly origin?: string | readonly string[];

  /**
   * Components that a signature must cover, with their parameters: `content-digest;key="sha-256"` is another one than
   * `content-digest`. Default of a request `['@method', '@target-uri']`, of a response
   * `['@status', '@method;req', '@target-uri;req']`. An empty list requires none.
   */
  readonly require?: readonly Component[];

  /** Parameters that a signature must have. Default `['created', 'keyid', 'nonce']`. */
  readonly requireParameters?: readonly SignatureParameter[];

  /** The tag that a signature must have: the name of your application. Default: any, or none. */
  readonly tag?: string;

  /** Checks the signature with this label, and no other. Labels are not signed: choose by tag and key where you can. */
  readonly label?: string;

  /**
   * `'any'`: one signature that meets the whole policy is enough, whatever is beside it. `'all'`: every one must.
   * Default `'any'`.
   */
  readonly mode?: 'any' | 'all';

  /** Algorithms that are accepted. Always the key's own decides which one is used. Default: all that keys are made for. */
  readonly algorithms?: readonly SignatureAlgorithm[];

  /** How long ago a signature may have been made, in milliseconds. `false`: for ever. Default 300 000. */
  readonly maxAgeMs?: number | false;

  /** How far clocks may be apart, in milliseconds. It widens every limit. Default 30 000. */
  readonly skewMs?: number;

  /**
   * `'require'`: a message with a body must have a covered `Content-Digest` that matches it. `'if-covered'`: it is
   * compared where it is covered, and a body without one is not verified. Default `'require'`.
   */
  readonly digest?: 'require' | 'if-covered';

  /** Types of structured fields that `sf` and `key` may be used with, beside those that the RFCs define. */
  readonly fieldTypes?: Readonly<Record<string, StructuredFieldType>>;

  /** What is refused before it is parsed. */
  readonly limits?: VerifyLimits;

  /** Puts the expected signature base into the error where a signature does not hold. For debugging. Default false. */
  readonly explain?: boolean;
}

/** Limits of {@link VerifyPolicy}. */
export interface VerifyLimits {
  /** Octets of `Signature-Input`, of `Signature` and of a digest field, each. Default 16 384. */
  readonly fieldBytes?: number;
  /** Signatures in one message. Default 8. */
  readonly signatures?: number;
  /** Components that one signature covers. Default 64. */
  readonly components?: number;
}

/** A signature that holds and meets the policy. */
export interface Verified {
  readonly keyId: string;
  readonly algorithm: SignatureAlgorithm;
  readonly label: string;
  readonly tag: string | undefined;
  readonly nonce: string | undefined;
  /** In seconds since 1970. */
  readonly created: number | undefined;
  /** In seconds since 1970. */
  readonly expires: number | undefined;
  /** What is covered, as it stands in the signature, such as `"@method"` and `"content-digest";key="sha-256"`. */
  readonly covered: readonly string[];
  /** The message without what was not signed. Work with this, and not with what came in. */
  readonly view: VerifiedView;
}

/**
 * What of a message was signed, and nothing else. Where `mode` is `'all'`, what the first signature covers.
 */
export interface VerifiedView {
  /** Of a request that covers `@method`. */
  readonly method: string | undefined;
  /** Of a request that covers `@target-uri`. */
  readonly url: string | undefined;
  /** Of a request that covers `@authority` or `@target-uri`. */
  readonly authority: string | undefined;
  /** Of a request that covers `@path`, `@target-uri` or `@request-target`. */
  readonly path: string | undefined;
  /** With its `?`, of a request that covers `@query`, `@target-uri` or `@request-target`. */
  readonly query: string | undefined;
  /** Parameters of the query that are covered one by one or with all of it, decoded. */
  readonly queryParams: URLSearchParams;
  /** Of a response that covers `@status`. */
  readonly status: number | undefined;
  /** Fields that are covered, with their lines combined; of a field that is covered by `key`, those members. */
  readonly headers: Headers;
  /** The octets, where a covered `Content-Digest` matches them; undefined where nothing vouches for them. */
  readonly body: Uint8Array | undefined;
}
