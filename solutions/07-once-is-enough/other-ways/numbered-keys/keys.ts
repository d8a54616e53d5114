import type { Client } from './index.ts';

/** Of this process. Nobody else counts with it. */
const node = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(36)).join('');
let calls = 0;

/** Around the whole client: what is tried again and where it is sent to comes further in. */
export function numbered(client: Client): Client {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    const isChange = ['POST', 'PATCH'].includes((init?.method ?? 'GET').toUpperCase());
    if (!isChange || headers.has('idempotency-key')) return client(input, init);
    calls += 1;
    headers.set('idempotency-key', `"${node}-${calls}"`);
    return client(input, { ...init, headers });
  };
}
