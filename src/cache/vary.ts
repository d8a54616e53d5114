import { NOT_PERSONAL } from '../core/not-personal.ts';
import { listOf } from './cache-control.ts';
import type { Entry, VaryValue } from './entry.ts';
import { sha256 } from './sha-256.ts';

/**
 * What of a request an answer was chosen by; undefined where it was chosen by more than that (`Vary: *`). Only values that
 * say nothing of who calls are written down as they are.
 *
 * @internal
 */
export function varyOf(vary: string | null, request: Headers): VaryValue[] | undefined {
  const names = new Set(listOf(vary));
  if (names.has('*')) return undefined;
  return [...names].map((name) => [name, selecting(name, request)]);
}

/** Whether an answer was chosen by what this request says too: RFC 9111, section 4.1. @internal */
export function matches({ vary }: Pick<Entry, 'vary'>, request: Headers): boolean {
  return vary.every(([name, value]) => selecting(name, request) === value);
}

/** Whether two answers were chosen by the same. @internal */
export function isSameVariant(one: readonly VaryValue[], other: readonly VaryValue[]): boolean {
  return (
    one.length === other.length &&
    one.every(([name, value]) => other.some(([theirs, given]) => theirs === name && given === value))
  );
}

/** Languages and codings have no case (RFC 9110, sections 8.4.1 and 8.5.1). */
const WITHOUT_CASE = new Set(['accept-charset', 'accept-encoding', 'accept-language']);

/** A header as it is compared: lines joined, and no spaces around commas. Absent is not empty. */
function selecting(name: string, request: Headers): string | null {
  const value = request.get(name);
  if (value === null) return null;
  const plain = value
    .replaceAll(/("(?:[^"\\]|\\.)*")|\s*,\s*/g, (_, quoted?: string) => quoted ?? ',')
    .trim();
  const compared = WITHOUT_CASE.has(name) ? plain.toLowerCase() : plain;
  return NOT_PERSONAL.has(name) ? compared : sha256(compared);
}
