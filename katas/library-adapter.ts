import { createClient as createHoldfastClient } from '../src/index.ts';

/** What a client of the workbook can be told. */
export type ClientOptions = { baseUrl?: string; headers?: Record<string, string> };

export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;

/**
 * The library with the face of a learner's client: the same names, and every behaviour that comes in a later kata left
 * out. So the workbook's tests say of the library what they say of the learner's client.
 */
export function createClient(options: ClientOptions = {}): Client {
  return createHoldfastClient({
    ...options,
    idempotencyKeys: false,
    retry: false,
    breaker: false,
    attemptTimeoutMs: false,
    deadlineMs: false,
  });
}

export async function isUp(url: string): Promise<boolean> {
  try {
    const response = await createClient()(url, { redirect: 'manual' });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
