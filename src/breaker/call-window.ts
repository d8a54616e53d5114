/** Into so many buckets a window is divided: the window is as long as it should be, or up to a tenth shorter. */
const BUCKETS = 10;

/**
 * What came of the calls of the last while.
 *
 * Counted in buckets: an array of times would grow with the traffic. The buckets are cleared by the time that passed,
 * not by the calls that were made, so that an idle hour leaves nothing behind. Pure: the time comes in.
 *
 * @internal
 */
export class CallWindow {
  readonly #bucketMs: number;
  /** Of each bucket the calls, then those that failed, then those that were slow: one array costs less than three. */
  readonly #counts = new Uint32Array(3 * BUCKETS);
  #bucket = 0;
  #callCount = 0;
  #failureCount = 0;
  #slowCount = 0;

  constructor(windowMs: number) {
    this.#bucketMs = windowMs / BUCKETS;
  }

  /** How many calls there are in the window as of the last `add` or `forget`. */
  get calls(): number {
    return this.#callCount;
  }

  /** Which share of them failed; 0 where there are none. */
  get failureShare(): number {
    return this.#callCount === 0 ? 0 : this.#failureCount / this.#callCount;
  }

  /** Which share of them was slow; 0 where there are none. */
  get slowShare(): number {
    return this.#callCount === 0 ? 0 : this.#slowCount / this.#callCount;
  }

  add(nowMs: number, failed: boolean, slow: boolean): void {
    this.forget(nowMs);
    const slot = 3 * (this.#bucket % BUCKETS);
    this.#callCount += 1;
    this.#count(slot);
    if (failed) {
      this.#failureCount += 1;
      this.#count(slot + 1);
    }
    if (slow) {
      this.#slowCount += 1;
      this.#count(slot + 2);
    }
  }

  /** Lets go of what is older than the window. */
  forget(nowMs: number): void {
    const bucket = Math.floor(nowMs / this.#bucketMs);
    const passed = Math.min(bucket - this.#bucket, BUCKETS);
    if (passed <= 0) return;
    for (let step = 0; step < passed; step += 1) {
      const slot = 3 * ((bucket - step) % BUCKETS);
      this.#callCount -= this.#take(slot);
      this.#failureCount -= this.#take(slot + 1);
      this.#slowCount -= this.#take(slot + 2);
    }
    this.#bucket = bucket;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#callCount = 0;
    this.#failureCount = 0;
    this.#slowCount = 0;
  }

  #count(slot: number): void {
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }

  #take(slot: number): number {
    const count = this.#counts[slot] ?? 0;
    this.#counts[slot] = 0;
    return count;
  }
}
