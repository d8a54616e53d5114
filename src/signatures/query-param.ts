/**
 * The parameters of a query by name, encoded as a signature base wants them (RFC 9421, section 2.2.8): decoded as a form,
 * and encoded anew, a space as `%20`. Names in another case are other names.
 *
 * @param query - Without its `?`.
 *
 * @internal
 */
export function encodedParams(query: string): ReadonlyMap<string, readonly string[]> {
  const params = new Map<string, string[]>();
  // The `?` is there to be taken away: a query may begin with one of its own.
  for (const [name, value] of new URLSearchParams(`?${query}`)) {
    const key = encodeForm(name);
    const values = params.get(key);
    if (values === undefined) params.set(key, [encodeForm(value)]);
    else values.push(encodeForm(value));
  }
  return params;
}

/** By the `application/x-www-form-urlencoded` percent-encode set of the URL standard: all but letters, digits, `*-._`. */
function encodeForm(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
