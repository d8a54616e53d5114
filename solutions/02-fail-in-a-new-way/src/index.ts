import { ClientError, codeOf } from './client-error.ts';

export async function isUp(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual' });
    return response.ok;
  } catch {
    return false;
  }
}

export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;

export function createClient(): Client {
  return ask;
}

async function ask(input: string | URL, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(input, init);
  } catch (cause) {
    if (init?.signal?.aborted) throw init.signal.reason;
    throw new ClientError(codeOf(cause), new URL(input), cause);
  }
}
