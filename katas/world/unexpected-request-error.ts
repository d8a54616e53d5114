/**
 * A request went where no test put anything. A resilient client swallows the error, retries, serves something old, and
 * the test is green for the wrong reason; therefore the test fails by this error, whatever the client made of it.
 */
export class UnexpectedRequestError extends Error {
  override readonly name = 'UnexpectedRequestError';
  /** What a real network says of a host that is not there. */
  readonly code = 'ENOTFOUND';
}

/** `GET https://orders.example.test/orders?page=…`: credentials, query values and fragment are left out. */
export function describeRequest(method: string, url: URL): string {
  const names = [...new Set(url.searchParams.keys())];
  const query = names.length === 0 ? '' : `?${names.map((name) => `${name}=…`).join('&')}`;
  return `${method} ${url.origin}${url.pathname}${query}`;
}
