import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { describe, expect, test } from 'vitest';

// One to begin with. It asks for what a caller can see, and for nothing else.
describe('an answer', () => {
  test('is handed over whatever its status', async () => {
    const service = remote('https://orders.example.test').answers({ status: 404, body: 'no such order' });

    const response = await createClient()(service.url);

    expect(response.status).toBe(404);
    expect(await response.text()).toBe('no such order');
  });
});
