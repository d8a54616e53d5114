/** `Cache-Control`, read: each directive with its values, in the order they came. @internal */
export type CacheControl = ReadonlyMap<string, readonly string[]>;

const NONE: CacheControl = new Map();

/** What stands for a value that is none, such as that of `max-age = 60`: RFC 9111, section 5.2, has no space there. */
const INVALID = 'invalid';

/**
 * The directives of a `Cache-Control` field, whatever their case. What stands in quotes is one value, commas and names of
 * other directives included.
 *
 * @internal
 */
export function readCacheControl(field: string | null | undefined): CacheControl {
  if (field === null || field === undefined || field === '') return NONE;
  const directives = new Map<string, string[]>();
  for (const [, spelled = '', value] of field.matchAll(
    /([^,="]+)(?:=(\s*"(?:[^"\\]|\\.)*"|[^,]*))?|"(?:[^"\\]|\\.)*"/g,
  )) {
    const name = spelled.trim().toLowerCase();
    if (name === '') continue;
    const isSpaced = value !== undefined && /\s$/.test(spelled);
    const values = directives.get(name) ?? [];
    values.push(value === undefined ? '' : isSpaced ? INVALID : readValue(value));
    directives.set(name, values);
  }
  return directives;
}

function readValue(text: string): string {
  const [, quoted] = /^"(.*)"\s*$/s.exec(text) ?? [];
  if (quoted !== undefined) return quoted.replaceAll(/\\(.)/g, '$1');
  return /^\s/.test(text) || text === '' ? INVALID : text.trimEnd();
}

/**
 * The seconds a directive gives, in milliseconds; 0 where its value is none; undefined where it is not there. Of two, the
 * lesser: RFC 9111, section 4.2.1, allows the first or none, and the lesser is never more than either.
 *
 * @internal
 */
export function msOf(directives: CacheControl, name: string): number | undefined {
  const values = directives.get(name);
  if (values === undefined) return undefined;
  return Math.min(...values.map((value) => (/^\d+$/.test(value) ? Number(value) * 1000 : 0)));
}

/** The fields that `no-cache="a, b"` or `private="a"` name, in lower case. @internal */
export function fieldsOf(directives: CacheControl, name: string): readonly string[] {
  return (directives.get(name) ?? []).flatMap((value) => listOf(value));
}

/** Whether a directive stands alone at least once, and so is meant of the whole answer. @internal */
export function isWhole(directives: CacheControl, name: string): boolean {
  return directives.get(name)?.some((value) => value === '' || value === INVALID) ?? false;
}

/** The members of a list of names, in lower case. @internal */
export function listOf(field: string | null): string[] {
  if (field === null) return [];
  return field
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
