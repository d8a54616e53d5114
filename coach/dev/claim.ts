/** What dev check proves of a kata. */
export const claims = {
  overlays: 'overlays and edits apply',
  types: 'everything type-checks',
  steps: 'the test of every step is red before and green after',
  right: 'right clients are accepted',
  bugs: 'bugs are rejected, each by the behaviour it breaks',
  refactors: 'a refactoring turns red what is coupled, and nothing else',
  text: 'everything a learner reads is there',
} as const;

export type Claim = keyof typeof claims;

/** One thing that is not as it should be: where, what, and what to do about it. */
export type Broken = { claim: Claim; file: string; what: string; cure: string };
