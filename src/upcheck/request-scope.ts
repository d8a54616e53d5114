import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Upcheck } from './upcheck.ts';

/** What has been found out within one web request, by whom. @internal */
export type RequestMemory = Map<object, Promise<Upcheck>>;

interface Surroundings {
  /** Undefined outside of a web request. */
  readonly memory: RequestMemory | undefined;
  /** Hears of each question. */
  readonly onAsk: ((url: string) => void) | undefined;
}

/** Asked for through `process`, or of the runtime, as some that are not Node have it: an import would shut them out. */
const storage: AsyncLocalStorage<Surroundings> | undefined = open();

function open(): AsyncLocalStorage<Surroundings> | undefined {
  const Storage: typeof AsyncLocalStorage | undefined =
    globalThis.process?.getBuiltinModule?.('node:async_hooks')?.AsyncLocalStorage ??
    Reflect.get(globalThis, 'AsyncLocalStorage');
  return Storage === undefined ? undefined : new Storage();
}

/**
 * Runs `work` as one web request: within it, and within all that it starts, a service is asked at most once whether it is
 * up, however often and from wherever `client.isUp()` is called, and the answer stays the same. A scope within a scope is
 * the outer one.
 *
 * One line of middleware is enough. Without it nothing is wrong: an answer then goes for `validForMs`. The same goes for a
 * runtime that has no `AsyncLocalStorage`.
 *
 * @returns What `work` returns.
 *
 * @example
 * ```ts
 * hono.use((context, next) => requestScope(next));
 * express.use((request, response, next) => requestScope(next));
 * createServer((request, response) => requestScope(() => handle(request, response))); // node:http
 * ```
 */
export function requestScope<T>(work: () => T): T {
  const around = storage?.getStore();
  if (storage === undefined || around?.memory !== undefined) return work();
  return storage.run({ memory: new Map(), onAsk: around?.onAsk }, work);
}

/** Of the web request that is being worked on, if there is one. @internal */
export function requestMemory(): RequestMemory | undefined {
  return storage?.getStore()?.memory;
}

/** Runs `work`, and hears of each upcheck that it asks for. @internal */
export function overhear<T>(onAsk: (url: string) => void, work: () => T): T {
  if (storage === undefined) return work();
  return storage.run({ memory: storage.getStore()?.memory, onAsk }, work);
}

/** @internal */
export function tellAsked(url: string): void {
  storage?.getStore()?.onAsk?.(url);
}
