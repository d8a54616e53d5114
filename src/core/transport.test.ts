import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { scripted } from '../test-support/scripted.ts';

const server = setupServer();

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

describe('a global fetch that somebody replaced', () => {
  // Made before the mock server replaces fetch.
  const client = createClient({ baseUrl: 'https://orders.example.com', retry: { waitsMs: [1, 1] } });

  it('is the transport', async () => {
    let attempts = 0;
    server.use(
      http.put('https://orders.example.com/17', async ({ request }) => {
        attempts += 1;
        const body = await request.text();
        return attempts < 3 ? new HttpResponse(null, { status: 503 }) : HttpResponse.json({ body });
      }),
    );
    const response = await client('17', { method: 'PUT', body: 'order' });

    expect(await response.json()).toEqual({ body: 'order' });
    expect(attempts).toBe(3);
  });

  it('may fail in its own words', async () => {
    server.use(http.get('https://orders.example.com/17', () => HttpResponse.error()));
    expect(await errorOf(client('17'))).toMatchObject({ code: 'network', attempts: 3 });
  });

  it('may redirect', async () => {
    server.use(
      http.get('https://orders.example.com/a', () =>
        HttpResponse.redirect('https://orders.example.com/b', 302),
      ),
      http.get('https://orders.example.com/b', () => HttpResponse.text('here')),
    );
    const response = await client('a');

    expect(await response.text()).toBe('here');
    expect(response).toMatchObject({ url: 'https://orders.example.com/b', redirected: true });
  });
});

it('a redirect that a runtime hides is told apart from a failure, and not tried again', async () => {
  const hidden = Object.defineProperty(new Response(), 'type', { value: 'opaqueredirect' });
  const { fetch, sent } = scripted(() => hidden);
  const error = await errorOf(createClient({ fetch })('https://orders.example.com/17'));

  expect(error).toMatchObject({ code: 'redirect', isRetryable: false, attempts: 1 });
  expect(error.message).toContain('only where the runtime shows them');
  expect(sent).toHaveLength(1);
});
