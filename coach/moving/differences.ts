/** In words, where one JSON value is not what another is. */
export function differences(made: unknown, found: unknown, path = ''): string[] {
  if (JSON.stringify(made) === JSON.stringify(found)) return [];
  if (isObject(made) && isObject(found))
    return [...new Set([...Object.keys(made), ...Object.keys(found)])].flatMap((key) =>
      differences(made[key], found[key], path === '' ? key : `${path}.${key}`),
    );
  if (made === undefined) return [`${path} is added`];
  if (found === undefined) return [`${path} is missing, it was ${JSON.stringify(made)}`];
  return [`${path} is ${JSON.stringify(found)}, it was ${JSON.stringify(made)}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
