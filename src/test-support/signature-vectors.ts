import { readFileSync } from 'node:fs';
import type { FieldLine, Jwk, SignatureAlgorithm, StructuredFieldType } from '../signatures/index.ts';

/** A key of the vectors, bound to its one algorithm. */
export interface VectorKey {
  readonly id: string;
  readonly alg: SignatureAlgorithm;
  readonly kty: 'RSA' | 'EC' | 'OKP' | 'oct';
  readonly publicJwk: Jwk;
  readonly privateJwk: Jwk;
  readonly publicPem: string;
  /** Base64, of `oct`. */
  readonly secret?: string;
}

/** A value that is repeated, or a text of parts, so that a file need not hold a megabyte. */
export type VectorText =
  | string
  | {
      readonly parts: readonly (
        | string
        | { readonly repeat: string; readonly count: number }
        | { readonly series: string; readonly from: number; readonly to: number }
      )[];
    };

export interface VectorMessage {
  readonly method?: string;
  readonly url?: string;
  readonly requestTarget?: string;
  readonly status?: number;
  readonly headers: readonly (readonly [string, VectorText])[];
  readonly trailers?: readonly (readonly [string, VectorText])[];
  /** Base64. */
  readonly body: string | null;
}

export type VectorValue =
  | string
  | number
  | boolean
  | { readonly token: string }
  | { readonly b64: string }
  | { readonly dec: number };

export interface VectorComponent {
  readonly name: string;
  readonly params?: readonly (readonly [string, VectorValue])[];
}

/** A vector of `fixtures/rfc9421.json`. */
export interface SignatureVector {
  readonly id: string;
  readonly title: string;
  readonly kind: 'base' | 'sign' | 'verify' | 'reject' | 'either';
  readonly target: 'request' | 'response';
  readonly request?: VectorMessage;
  readonly response?: VectorMessage;
  readonly label?: string;
  readonly components?: readonly VectorComponent[];
  readonly params?: readonly (readonly [string, VectorValue])[];
  readonly key?: { readonly id: string; readonly alg: SignatureAlgorithm };
  readonly base?: string;
  readonly baseOneOf?: readonly string[];
  readonly signatureInput?: string;
  readonly signature?: string;
  readonly deterministic?: boolean;
  readonly sfTypes?: Readonly<Record<string, StructuredFieldType>>;
  readonly policy?: VectorPolicy;
  readonly sequence?: readonly {
    readonly now: number;
    readonly result: 'accept' | 'reject';
    readonly request?: VectorMessage;
  }[];
  readonly expect?: {
    readonly result: 'accept' | 'reject' | 'either';
    readonly reason?: string;
    readonly also?: readonly string[];
  };
}

export interface VectorPolicy {
  readonly now: number;
  readonly clockSkew?: number;
  readonly maxAge?: number;
  readonly requiredComponents?: readonly VectorComponent[];
  readonly requiredParams?: readonly ('created' | 'expires' | 'nonce' | 'keyid' | 'tag' | 'alg')[];
  readonly tag?: string;
  readonly label?: string;
  readonly mode: 'any' | 'all';
  readonly trustedKeys: readonly string[];
  readonly algs?: readonly SignatureAlgorithm[];
  readonly digest: 'require' | 'if-covered';
  readonly nonceStore?: boolean;
}

/** The vectors and their keys. */
export function signatureVectors(): {
  readonly keys: Readonly<Record<string, VectorKey>>;
  readonly vectors: readonly SignatureVector[];
} {
  return JSON.parse(readFileSync(new URL('fixtures/rfc9421.json', import.meta.url), 'utf8'));
}

/** The text that a vector means. */
export function vectorText(text: VectorText): string {
  if (typeof text === 'string') return text;
  return text.parts
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('repeat' in part) return part.repeat.repeat(part.count);
      const length = part.to - part.from + 1;
      return Array.from({ length }, (_, index) =>
        part.series.replaceAll('{i}', String(part.from + index)),
      ).join('');
    })
    .join('');
}

export function vectorLines(lines: VectorMessage['headers'] = []): FieldLine[] {
  return lines.map(([name, value]) => [name, vectorText(value)] as const);
}
