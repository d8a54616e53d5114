import type { State } from '../journal/replay.ts';
import { Ledger } from './ledger.ts';
import type { Trust } from './trust-of.ts';

/**
 * The trust in every test of the last run. The journal only ever grows, and so does its list of evidence: what was
 * read of a list before is not read again, so that every screen of a long journal comes at once.
 */
export function trustOfAll(evidence: State['evidence']): { file: string; name: string; trust: Trust }[] {
  const read = reading(evidence);
  for (const event of evidence.slice(read.upTo)) read.ledger.add(event);
  read.upTo = evidence.length;
  return read.ledger.trust();
}

type Reading = { ledger: Ledger; upTo: number };

const readings = new WeakMap<State['evidence'], Reading>();

function reading(evidence: State['evidence']): Reading {
  const known = readings.get(evidence);
  if (known !== undefined && known.upTo <= evidence.length) return known;
  const fresh = { ledger: new Ledger(), upTo: 0 };
  readings.set(evidence, fresh);
  return fresh;
}
