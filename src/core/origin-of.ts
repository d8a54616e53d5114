/** The origin of most URLs, as it stands in them. */
const PLAIN = /^https?:\/\/[a-z0-9.-]+(:\d+)?$/;

/** The origin of a call's URL. Parsing it once more would cost more than a layer may. @internal */
export function originOf(url: string): string {
  const end = url.indexOf('/', 'https://'.length);
  const start = end === -1 ? url : url.slice(0, end);
  return PLAIN.test(start) ? start : new URL(url).origin;
}
