/** A clock that only goes forward: a deadline must not move when the machine's clock is set. @internal */
export function nowMs(): number {
  return performance.now();
}
