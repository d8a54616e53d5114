import type { BodySource } from './body-source.ts';

/** A body that is there already. @internal */
export function bytesSource(bytes: Uint8Array): BodySource {
  let rest: Uint8Array | undefined = bytes;
  const take = () => {
    const value = rest;
    rest = undefined;
    return value;
  };
  return {
    async read() {
      const value = take();
      return value === undefined ? { done: true } : { done: false, value };
    },
    async cancel() {
      take();
    },
  };
}
