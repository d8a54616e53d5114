import { createHash } from 'node:crypto';
import type { Failure } from '../lights/light-of.ts';
import type { ErrorRecord, Frame } from '../run/record.ts';
import { gistOf } from './gist-of.ts';
import { mask } from './mask.ts';
import { maskNames } from './mask-names.ts';

export type Fingerprint = {
  /** The same id is the same failure. It is only ever compared within one test, so that 32 bits are plenty. */
  id: string;
  /** What the failure is about, in words: `expected true, got undefined`. */
  gist: string;
  parts: FingerprintParts;
};

/** What makes two failures the same one. Line numbers and names of locals are not among it. */
export type FingerprintParts = {
  file: string;
  test: string;
  kind: string;
  error: string;
  matcher: string;
  expected: string;
  actual: string;
  /** Empty where expected and actual, or the kind, say it all. */
  message: string;
  cause: string;
  /** The function of the learner's source that it came through. */
  through: string;
};

/** Tells whether a failure is the one seen before, or a new one: progress. */
export function fingerprintOf(failure: Failure): Fingerprint {
  const parts = partsOf(failure);
  const id = createHash('sha256')
    .update(JSON.stringify(Object.values(parts)))
    .digest('hex')
    .slice(0, 8);
  return { id, gist: gistOf(failure, throughOf(failure.error)), parts };
}

function partsOf({ file, test = '', kind, message, error }: Failure): FingerprintParts {
  const { expected, actual } = error ?? {};
  const isCompared = kind === 'assertion' && expected !== undefined && actual !== undefined;
  return {
    file,
    test: mask(test),
    kind,
    error: error?.name ?? '',
    matcher: error?.matcher ?? '',
    expected: mask(expected ?? ''),
    actual: mask(actual ?? ''),
    message: isCompared || kind === 'timeout' ? '' : maskNames(mask(error?.message ?? message)),
    cause: maskNames(mask(error?.cause ?? '')),
    through: throughOf(error),
  };
}

function throughOf(error: ErrorRecord | undefined): string {
  const frame = error?.frames.find(({ place }) => place === 'client');
  return frame === undefined ? '' : functionOf(frame);
}

/** `async Object.isUp` is `isUp`; what has no name goes by its file. */
function functionOf({ function: name, file }: Frame): string {
  const bare =
    name
      .replace(/^(async|new) /, '')
      .replace(/ \[as .*\]$/, '')
      .split('.')
      .at(-1) ?? '';
  return bare === '' || bare === '<anonymous>' || bare === 'async' ? file : bare;
}
