import { expect, it } from 'vitest';
import { createClient } from '../index.ts';
import { usedHeap } from '../test-support/used-heap.ts';

it('a client that calls a million origins remembers a thousand', async () => {
  const client = createClient({
    fetch: async () => new Response(null, { status: 503 }),
    retry: { retries: 0 },
    breaker: { failuresInARow: false },
  });
  const call = (origin: number) => client(`https://s${origin}.example.com/`);

  for (let origin = 0; origin < 5_000; origin += 1) await call(origin);
  const before = await usedHeap();
  for (let origin = 0; origin < 1_000_000; origin += 1) await call(origin);

  expect((await usedHeap()) - before).toBeLessThan(1024 ** 2);
  expect(client.health('https://s0.example.com').calls).toBe(0);
  expect(client.health('https://s999999.example.com').calls).toBe(1);
}, 120_000);
