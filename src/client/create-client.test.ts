import { describe, expect, it } from 'vitest';
import { createClient } from '../index.ts';

describe('a client', () => {
  it('calls below its base URL, with its headers', async () => {
    const seen: Request[] = [];
    const client = createClient({
      baseUrl: 'https://api.example.com/v1',
      headers: { 'x-team': 'orders' },
      fetch: async (input, init) => {
        seen.push(new Request(input, init));
        return new Response('hello');
      },
    });
    const response = await client('latest');
    expect(await response.text()).toBe('hello');
    expect(response.url).toBe('https://api.example.com/v1/latest');
    expect(seen[0]?.url).toBe('https://api.example.com/v1/latest');
    expect(seen[0]?.headers.get('x-team')).toBe('orders');
  });

  it('refuses http', async () => {
    const client = createClient({ fetch: async () => new Response() });
    await expect(client('http://api.example.com/')).rejects.toMatchObject({ code: 'https-required' });
  });
});
