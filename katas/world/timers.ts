import { createRequire, syncBuiltinESMExports } from 'node:module';
import { performance as hooksPerformance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { theWorld } from './world.ts';

const require = createRequire(import.meta.url);

type SleepOptions = { signal?: AbortSignal; ref?: boolean };

/**
 * Vitest fakes the global timers only. Here every other clock of Node is led back to the global ones, so that all of
 * them move together whether the globals are fake or real. Returns how to undo it.
 */
export function joinClocks(): () => void {
  const timers: typeof import('node:timers') = require('node:timers');
  const promises: typeof import('node:timers/promises') = require('node:timers/promises');
  const undo = [
    replace(timers, {
      setTimeout: keepPromisify((...args: Parameters<typeof setTimeout>) => globalThis.setTimeout(...args)),
      setInterval: (...args: Parameters<typeof setInterval>) => globalThis.setInterval(...args),
      clearTimeout: (timer?: NodeJS.Timeout) => globalThis.clearTimeout(timer),
      clearInterval: (timer?: NodeJS.Timeout) => globalThis.clearInterval(timer),
    }),
    replace(promises, { setTimeout: sleep, setInterval: ticks }),
    replace(promises.scheduler, {
      wait: (ms: number, options?: SleepOptions) => sleep(ms, undefined, options),
    }),
    replace(AbortSignal, { timeout: timeoutSignal }),
    replace(hooksPerformance, { now: nowOf(hooksPerformance.now.bind(hooksPerformance)) }),
    replace(crypto.subtle, countedCrypto()),
  ];
  syncBuiltinESMExports();
  return () => {
    for (const step of undo) step();
    syncBuiltinESMExports();
  };
}

/** Web Crypto computes beside the event loop. It is counted while it does, so that `pass` can wait for it. */
function countedCrypto(): Record<string, unknown> {
  const { subtle } = crypto;
  const { digest, sign, verify, importKey, exportKey, generateKey, deriveBits, deriveKey } = subtle;
  const methods = { digest, sign, verify, importKey, exportKey, generateKey, deriveBits, deriveKey };
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [
      name,
      async (...args: unknown[]): Promise<unknown> => {
        theWorld().computing += 1;
        try {
          return await Reflect.apply(method, subtle, args);
        } finally {
          theWorld().computing -= 1;
        }
      },
    ]),
  );
}

/** Defines properties, and returns how to put back what was there. */
function replace(target: object, values: Record<string, unknown>): () => void {
  const before = Object.keys(values).map((name): [string, PropertyDescriptor | undefined] => [
    name,
    Object.getOwnPropertyDescriptor(target, name),
  ]);
  for (const [name, value] of Object.entries(values))
    Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });
  return () => {
    for (const [name, descriptor] of before) {
      Reflect.deleteProperty(target, name);
      if (descriptor !== undefined) Object.defineProperty(target, name, descriptor);
    }
  };
}

/** The clock of node:perf_hooks; where it is itself the global one there is nothing to lead back. */
function nowOf(realNow: () => number): () => number {
  return () => (globalThis.performance === hooksPerformance ? realNow() : globalThis.performance.now());
}

function keepPromisify(setTimeout: (...args: Parameters<typeof globalThis.setTimeout>) => unknown) {
  return Object.defineProperty(setTimeout, promisify.custom, { value: sleep });
}

function sleep<Value>(
  ms?: number,
  value?: Value,
  { signal, ref = true }: SleepOptions = {},
): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal));
    const timer = globalThis.setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve(value);
    }, ms);
    if (!ref) timer.unref();
    signal?.addEventListener('abort', onAbort, { once: true });
    function onAbort() {
      globalThis.clearTimeout(timer);
      reject(abortError(signal));
    }
  });
}

async function* ticks<Value>(ms?: number, value?: Value, options: SleepOptions = {}) {
  while (true) yield await sleep(ms, value, options);
}

/** What node:timers/promises rejects with. */
function abortError(signal: AbortSignal | undefined): Error {
  const error = new Error('The operation was aborted', { cause: signal?.reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}

function timeoutSignal(ms: number): AbortSignal {
  const controller = new AbortController();
  const timer = globalThis.setTimeout(
    () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
    ms,
  );
  timer.unref();
  return controller.signal;
}
