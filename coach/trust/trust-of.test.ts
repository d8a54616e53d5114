import { describe, expect, test } from 'vitest';
import { type Evidence, type Trust, trustOf } from './trust-of.ts';

const ran = (outcome: 'passed' | 'red' | 'amber' | 'not run', hash = 'h1'): Evidence => ({
  type: 'run',
  outcome,
  hash,
});
const judged = (refuses: string[], fails: string[], hash = 'h1'): Evidence => ({
  type: 'judged',
  refuses,
  fails,
  hash,
});
const notJudged: Evidence = { type: 'not judged', hash: 'h1' };

describe('the trust in a test', () => {
  test.for<[title: string, trust: Trust, history: Evidence[]]>([
    ['nothing happened', 'untrusted', []],
    ['it only passed', 'untrusted', [ran('passed'), ran('passed')]],
    ['it is red now', 'untrusted', [ran('red')]],
    ['red, then green', 'seen red', [ran('red'), ran('passed')]],
    ['green, broken on purpose, green', 'seen red', [ran('passed'), ran('red'), ran('passed')]],
    ['red again later', 'seen red', [ran('red'), ran('passed'), ran('red')]],
    ['only amber, then green', 'untrusted', [ran('amber'), ran('passed')]],
    ['red, amber, green', 'seen red', [ran('red'), ran('amber'), ran('passed')]],
    ['red, then skipped', 'untrusted', [ran('red'), ran('not run')]],
    ['seen red, then skipped', 'seen red', [ran('red'), ran('passed'), ran('not run')]],
    ['red, edited, green', 'untrusted', [ran('red'), ran('passed', 'h2')]],
    ['seen red, then edited', 'untrusted', [ran('red'), ran('passed'), ran('passed', 'h2')]],
    [
      'edited, and the edit taken back',
      'seen red',
      [ran('red'), ran('passed'), ran('passed', 'h2'), ran('passed')],
    ],
    ['accepts all, rejects one', 'proven', [ran('passed'), judged([], ['bug'])]],
    ['accepts all, rejects none', 'untrusted', [ran('passed'), judged([], [])]],
    ['refuses a right client', 'untrusted', [ran('passed'), judged(['way'], ['bug'])]],
    [
      'refuses a right client, but was red',
      'seen red',
      [ran('red'), ran('passed'), judged(['way'], ['bug'])],
    ],
    ['proven, then edited', 'untrusted', [judged([], ['bug']), ran('passed', 'h2')]],
    ['proven, and no match for the bugs of a later kata', 'proven', [judged([], ['bug']), judged([], [])]],
    [
      'proven, then refuses a right client of a later kata',
      'untrusted',
      [judged([], ['bug']), judged(['way'], [])],
    ],
    ['not judged', 'kept, not judged', [ran('passed'), notJudged]],
    ['not judged, then judged', 'untrusted', [notJudged, judged([], [])]],
    ['proven, then not judged in a later kata', 'proven', [judged([], ['bug']), notJudged]],
    ['a wording nobody could read', 'untrusted', [ran('red', ''), ran('passed', '')]],
  ])('%s: %s', ([, trust, history]) => {
    expect(trustOf(history)).toBe(trust);
  });
});
