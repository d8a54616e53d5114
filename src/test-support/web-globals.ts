/** What runtimes other than Node have too, and nothing else. Their timers are numbers. */
export function webGlobals(): Record<string, unknown> {
  const names = [
    'AbortController',
    'AbortSignal',
    'Blob',
    'FormData',
    'Headers',
    'ReadableStream',
    'Request',
  ];
  const more = ['Response', 'TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams', 'crypto', 'performance'];
  return {
    ...Object.fromEntries([...names, ...more].map((name) => [name, Reflect.get(globalThis, name)])),
    setTimeout: (run: () => void, waitMs: number) => Number(setTimeout(run, waitMs)),
    clearTimeout: (id: number) => clearTimeout(id),
  };
}
