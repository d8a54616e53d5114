// What stands around the examples of docstrings in a program that uses the library, by the names they give it.
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { RequestHandler } from 'express';
import type { Handler as HonoHandler, MiddlewareHandler } from 'hono';
import type { Client, Layer } from '../index.ts';
import type { IdempotencyGuard, IdempotencyStore } from '../server/index.ts';
import type {
  Jwk,
  ReplayStore,
  RequestMessage,
  Signer,
  Verified,
  VerifyKey,
  VerifyPolicy,
} from '../signatures/index.ts';

export declare const orders: Client;
export declare const mail: Client;
export declare const stamped: Layer;
export declare const token: string;
export declare const order: { readonly id: number };

export declare const app: {
  get(path: string, handler: HonoHandler): unknown;
  get(path: string, handler: RequestHandler): unknown;
  post(path: string, handler: RequestHandler): unknown;
};
export declare const hono: { use(handler: MiddlewareHandler): unknown };
export declare const express: { use(handler: RequestHandler): unknown };
export declare function createServer(listener: RequestListener): Server;
export declare function readBody(incoming: IncomingMessage): Promise<Uint8Array>;
export declare const handle: RequestListener;
export declare const incoming: IncomingMessage;
export declare const request: Request;
export declare const headers: Headers;
export declare const body: Uint8Array<ArrayBuffer>;
export declare const error: unknown;

export declare function answer(verified: Verified): Response;
export declare function badRequest(): Response;
export declare function page(...content: readonly unknown[]): Response;
export declare function show(content: unknown): void;
export declare function count(what: string): void;
export declare function it(name: string, run: () => unknown): void;
export declare function wait(ms: number): Promise<void>;
export declare const database: { query(statement: string): Promise<unknown> };
export declare const redis: {
  set(key: string, value: string, options: { NX: true; PX: number }): Promise<'OK' | null>;
  publish(channel: string, message: string): Promise<number>;
  subscribe(channel: string, listener: (message: string) => void): Promise<void>;
};

export declare const guard: IdempotencyGuard;
export declare const store: IdempotencyStore;
export declare function myStore(): IdempotencyStore & ReplayStore;
export declare function userIdOf(request: Request): Promise<string>;
export declare function placeOrder(request: Request): Promise<Response>;

export declare const digest: string;
export declare const key: Signer;
export declare const keys: VerifyPolicy['keys'];
export declare const kms: { sign(base: Uint8Array): Promise<Uint8Array> };
export declare const ordersJwk: Jwk;
export declare const publicJwk: Jwk;
export declare const actorPem: string;
export declare const actorKeys: ReadonlyMap<string, VerifyKey>;
export declare const jwks: { readonly keys: readonly Jwk[] };
export declare const message: RequestMessage;
export declare const policy: VerifyPolicy;
