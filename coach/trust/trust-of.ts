/** What is known of one test. */
export type Trust = 'untrusted' | 'seen red' | 'proven' | 'kept, not judged';

/** What happened to one test, each time with the hash of what it said then. */
export type Evidence = { hash: string } & (
  | { type: 'run'; outcome: 'passed' | 'red' | 'amber' | 'not run' }
  | { type: 'judged'; refuses: readonly string[]; fails: readonly string[] }
  | { type: 'tried'; fails: readonly string[] }
  | { type: 'not judged' }
);

/** What the evidence so far says of one test in one wording. */
export type Knowledge = {
  wasRed: boolean;
  /** Red, and then green without a change. */
  isSeenRed: boolean;
  judgement: 'proven' | 'refuted' | 'not judged' | undefined;
};

export const nothingKnown: Knowledge = { wasRed: false, isSeenRed: false, judgement: undefined };

/**
 * The trust in a test from its history, oldest first. Evidence counts for the wording it was found with: an edit starts
 * from nothing, and taking the edit back brings back what was known.
 */
export function trustOf(history: readonly Evidence[]): Trust {
  const hash = history.at(-1)?.hash;
  const known = history.filter((evidence) => evidence.hash === hash).reduce(learn, nothingKnown);
  return hash === '' ? 'untrusted' : trustFrom(known);
}

export function learn(known: Knowledge, evidence: Evidence): Knowledge {
  switch (evidence.type) {
    case 'run':
      if (evidence.outcome === 'red') return { ...known, wasRed: true };
      return evidence.outcome === 'passed' && known.wasRed ? { ...known, isSeenRed: true } : known;
    case 'tried':
      // It was red with a wrong client, and is green with the learner's.
      return evidence.fails.length > 0 ? { ...known, isSeenRed: true } : known;
    case 'judged':
      return { ...known, judgement: judgementOf(known, evidence) };
    case 'not judged':
      return known.judgement === 'proven' ? known : { ...known, judgement: 'not judged' };
  }
}

/** Once proven, a test need not catch the bugs of every later kata; but it must not refuse their right clients. */
function judgementOf(
  { judgement }: Knowledge,
  { refuses, fails }: { refuses: readonly string[]; fails: readonly string[] },
): Knowledge['judgement'] {
  if (refuses.length > 0) return 'refuted';
  if (fails.length > 0) return 'proven';
  return judgement === 'not judged' ? undefined : judgement;
}

export function trustFrom({ isSeenRed, judgement }: Knowledge): Trust {
  if (judgement === 'proven') return 'proven';
  if (judgement === 'not judged') return 'kept, not judged';
  return isSeenRed ? 'seen red' : 'untrusted';
}
