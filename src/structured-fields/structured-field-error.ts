/** A text is no structured field. The message says where, and not what stands there. */
export class StructuredFieldError extends Error {
  override readonly name = 'StructuredFieldError';
  /** Counted from 0. */
  readonly offset: number;

  constructor(expected: string, offset: number) {
    super(`Expected ${expected} at character ${offset}.`);
    this.offset = offset;
  }
}
