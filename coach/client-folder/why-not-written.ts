/** Why something could not be written, in words for a learner, and what they can do about it. */
export type WhyNotWritten = { reason: string; cure: string };

const access = 'Give yourself write access to it, or set HOLDFAST_CLIENT to another folder.';
const space = 'Free some space there.';

const known: Record<string, WhyNotWritten> = {
  ENOSPC: { reason: 'the disk is full', cure: space },
  EDQUOT: { reason: 'your share of the disk is used up', cure: space },
  EROFS: { reason: 'the disk is read-only', cure: access },
  EACCES: { reason: 'you may not write there', cure: access },
  EPERM: { reason: 'you may not write there', cure: access },
};

export function whyNotWritten(error: unknown): WhyNotWritten {
  return (
    knownReason(error) ?? { reason: error instanceof Error ? error.message : String(error), cure: access }
  );
}

/** `undefined` where the error is not about writing. */
export function knownReason(error: unknown): WhyNotWritten | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return known[code];
}
