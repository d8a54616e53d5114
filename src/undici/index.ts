/**
 * A fast transport over undici, with a certificate authority and a client certificate of your own. Needs the package
 * `undici`, which is an optional peer. Start with {@link createUndiciFetch}.
 *
 * @packageDocumentation
 */
export { createUndiciFetch, type UndiciFetch } from './create-undici-fetch.ts';
export type { Certificate, UndiciFetchOptions } from './undici-fetch-options.ts';
