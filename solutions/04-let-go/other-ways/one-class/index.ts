import { HttpClient, type Options } from './http-client.ts';

export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;

export type ClientOptions = Options;

export function createClient(options: ClientOptions = {}): Client {
  const client = new HttpClient(options);
  return (input, init) => client.call(input, init);
}

/** On the next turn of the loop, and through the client itself. */
export async function isUp(url: string): Promise<boolean> {
  await new Promise((resolve) => setImmediate(resolve));
  try {
    const response = await new HttpClient({}).call(url, { redirect: 'manual' });
    await response.body?.cancel();
    return response.status >= 200 && response.status <= 299;
  } catch {
    return false;
  }
}
