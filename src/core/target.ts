/** A call's target as it may be printed: no user, no password, no query string, no fragment. @internal */
export function target(method: string, url: string): string {
  const { origin, pathname } = new URL(url);
  return `${method} ${origin}${pathname}`;
}
