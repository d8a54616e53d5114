// Runs in the worker. Chance is the same for every client, and another when a test is looked at again.

/** The first numbers of the one are high, those of the other low; all that follow are as even as chance is. */
export const seeds: readonly number[] = [36, 23];

/** Draws of the client and of the test since chance began anew. */
let draws = 0;
let draw = fromSeed(seeds[0] ?? 0);

/** Chance begins anew. */
export function seed(number: number): void {
  draws = 0;
  draw = fromSeed(number);
}

/** Whether anything hung on chance since then. */
export function wasDrawn(): boolean {
  return draws > 0;
}

/** From here on chance can be repeated, for all but packages: MSW draws the names of its requests. */
export function takeChance(): void {
  Math.random = new Proxy(Math.random, {
    apply: function drawn(real) {
      return isPackage(callerOf(drawn)) ? real() : next();
    },
  });
  crypto.getRandomValues = new Proxy(crypto.getRandomValues, {
    apply: function drawn(real, _crypto, [numbers]) {
      if (!ArrayBuffer.isView(numbers) || isPackage(callerOf(drawn)))
        return Reflect.apply(real, crypto, [numbers]);
      const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
      for (const index of bytes.keys()) bytes[index] = next() * 256;
      return numbers;
    },
  });
}

function next(): number {
  draws += 1;
  return draw();
}

/** Mulberry32, by Tommy Ettinger: small, and even enough for waits. */
function fromSeed(number: number): () => number {
  let state = number;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The file that called a function. */
function callerOf(called: (...args: never[]) => unknown): string {
  const { prepareStackTrace, stackTraceLimit } = Error;
  let file = '';
  Error.stackTraceLimit = 1;
  // Vitest's own would look every line up in its source.
  Error.prepareStackTrace = (_error, sites) => {
    file = sites[0]?.getFileName() ?? '';
    return '';
  };
  const holder = { stack: '' };
  Error.captureStackTrace(holder, called);
  void holder.stack;
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  return file;
}

/** What Node loads by itself has a URL; the files of a client, and those of the library, have a path. */
function isPackage(file: string): boolean {
  return (
    file.startsWith('file:') ||
    file.startsWith('node:') ||
    /\/node_modules\/(?!\.holdfast-tests\/)/.test(file)
  );
}
