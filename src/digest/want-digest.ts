import { optionError } from '../errors/option-error.ts';
import { parseDictionary } from '../structured-fields/parse.ts';
import { DIGEST_ALGORITHMS, type DigestAlgorithm, isDigestAlgorithm } from './digest-algorithm.ts';

/**
 * The value of a `Want-Content-Digest` or `Want-Repr-Digest` field (RFC 9530, section 4): how much each algorithm is
 * wanted, from 1 to 10; 0 means not at all.
 *
 * @throws A `HoldfastError` with code `options` at an algorithm that does not count, or another weight.
 *
 * @example
 * ```ts
 * headers.set('want-content-digest', wantDigest({ 'sha-512': 10, 'sha-256': 1 }));
 * ```
 */
export function wantDigest(weights: Readonly<Partial<Record<DigestAlgorithm, number>>>): string {
  return Object.entries(weights)
    .map(([name, weight]) => {
      if (!isDigestAlgorithm(name)) {
        throw optionError(`There is no digest algorithm ${name} that counts. Give 'sha-256' or 'sha-512'.`);
      }
      if (Number.isInteger(weight) && weight >= 0 && weight <= 10) return `${name}=${weight}`;
      throw optionError(`The weight of ${name} is ${weight}. Give a whole number from 0 to 10.`);
    })
    .join(', ');
}

/**
 * The algorithm to answer a `Want-Content-Digest` or `Want-Repr-Digest` field with: the most wanted one that counts, and
 * of two that are wanted alike the stronger. Undefined where none is wanted, or the field cannot be parsed: it is a wish,
 * and need not be met.
 *
 * @param supported - Default `['sha-512', 'sha-256']`.
 *
 * @example
 * ```ts
 * const algorithm = preferredDigest(request.headers.get('want-content-digest') ?? '');
 * ```
 */
export function preferredDigest(
  field: string,
  supported: readonly DigestAlgorithm[] = DIGEST_ALGORITHMS,
): DigestAlgorithm | undefined {
  const weights = weightsOf(field);
  return DIGEST_ALGORITHMS.filter((name) => supported.includes(name) && (weights.get(name) ?? 0) > 0)
    .toSorted((one, other) => (weights.get(other) ?? 0) - (weights.get(one) ?? 0))
    .at(0);
}

function weightsOf(field: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  try {
    for (const [name, member] of parseDictionary(field).members) {
      if (member.kind !== 'item' || member.bare.type !== 'integer') continue;
      const { value } = member.bare;
      if (value >= 0 && value <= 10) weights.set(name, value);
    }
  } catch {
    return new Map();
  }
  return weights;
}
