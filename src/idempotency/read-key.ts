/** What an `Idempotency-Key` header holds. */
export type KeyRead =
  | { readonly kind: 'key'; readonly key: string }
  /** `problem` goes on after "the Idempotency-Key". */
  | { readonly kind: 'invalid'; readonly problem: string };

/** A String of a structured field: RFC 9651, section 3.3.3. */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/**
 * Reads an `Idempotency-Key` header in both forms that are in use: quoted, as draft-ietf-httpapi-idempotency-key-header
 * asks for (section 2.1), and bare, as most services document. `"k"` and `k` are the same key.
 *
 * Two header lines reach us joined by a comma, and then nobody can say which of the keys was meant; so a bare key with
 * a comma is none.
 */
export function readKey(header: string): KeyRead {
  const value = header.trim();
  if (/[^\x20-\x7e]/.test(value)) return invalid('holds a control character, or one that is not ASCII');
  const quoted = QUOTED.exec(value)?.[1]?.replaceAll(/\\(.)/g, '$1');
  if (quoted === undefined && /[",]/.test(value)) {
    return invalid('holds a comma or a quotation mark, and is not one quoted String');
  }
  const key = quoted ?? value;
  return key === '' ? invalid('is empty') : { kind: 'key', key };
}

function invalid(problem: string): KeyRead {
  return { kind: 'invalid', problem };
}
