/**
 * Whether `value` is a `Uint8Array`, also one of another realm: test runners such as Jest, and `node:vm`, have globals of
 * their own, and `instanceof` knows one realm only.
 */
export function isOctets(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === '[object Uint8Array]';
}
