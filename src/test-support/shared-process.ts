// Before every test file of those that share a process: what it leaves behind would fail another, some of the time.
import { afterAll, vi } from 'vitest';

const cure = 'Put it back, or list this file among those apart in vitest.config.ts.';

const replaceable = [
  'AbortController',
  'AbortSignal',
  'Date',
  'Headers',
  'ReadableStream',
  'Request',
  'Response',
  'clearTimeout',
  'crypto',
  'fetch',
  'process',
  'queueMicrotask',
  'setInterval',
  'setTimeout',
];

const found = new Map(replaceable.map((name) => [name, Reflect.get(globalThis, name)]));

afterAll(() => {
  const replaced = replaceable.filter((name) => Reflect.get(globalThis, name) !== found.get(name));
  for (const name of replaced)
    Object.defineProperty(globalThis, name, { value: found.get(name), configurable: true, writable: true });
  if (replaced.length > 0)
    throw new Error(`${replaced.join(', ')} stays replaced for the next file. ${cure}`);
});

vi.resetModules = () => {
  throw new Error(`Modules loaded after vi.resetModules() stay for the next file. ${cure}`);
};
