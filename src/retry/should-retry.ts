/**
 * Whether the service wants to be asked again; undefined where it does not say. There is no standard for it: OpenAI and
 * others send `x-should-retry`, Stripe `stripe-should-retry`, both with `true` or `false`.
 */
export function readShouldRetry(headers: Headers, name: string): boolean | undefined {
  const value = headers.get(name);
  return value === 'true' ? true : value === 'false' ? false : undefined;
}
