/**
 * A service has a bad day: it is slow, then overloaded, then gone. What does the client do, and what does a user read?
 *
 *     node --import ./coach/register.mjs examples/bad-day.ts
 *
 * The times are short, so that the day is over in two seconds. Those of a real client are ten times as long or more.
 */
import { createClient, isHoldfastError } from '../src/index.ts';
import { startTlsService } from '../src/test-support/start-tls-service.ts';

type Weather = 'slow' | 'overloaded';

let weather: Weather = 'slow';
let slowAnswers = 1;

const service = await startTlsService((_arrival, response) => {
  if (weather === 'overloaded') return response.writeHead(503).end('Too many orders.');
  if (slowAnswers > 0) {
    slowAnswers -= 1;
    return setTimeout(() => response.end('too late'), 2_000).unref();
  }
  return response.end('Order 17: on its way.');
});

let attempt = 0;

const orders = createClient({
  baseUrl: `${service.origin}/v1`,
  attemptTimeoutMs: 500,
  deadlineMs: 3_000,
  retry: { waitsMs: [20, 60] },
  breaker: { failuresInARow: 5 },
  onAlert: (alert) => console.log(`  alert: ${alert.message.replace(service.origin, 'the service')}`),
  fetch: async (input, init) => {
    attempt += 1;
    console.log(`  attempt ${attempt}`);
    return service.fetch(input, init);
  },
});

async function ask(): Promise<void> {
  attempt = 0;
  try {
    const response = await orders('orders/17');
    const text = await response.text();
    console.log(`  the answer: ${response.status} ${text}`);
    console.log(`  the user reads: ${response.ok ? text : 'Orders cannot be shown right now.'}`);
  } catch (error) {
    if (!isHoldfastError(error)) throw error;
    console.log(`  no answer: ${error.code}, after ${error.attempts} attempts`);
    console.log(`  the user reads: ${error.userMessage}`);
  }
}

console.log('The service is slow.');
await ask();

console.log('The service is overloaded.');
weather = 'overloaded';
await ask();

console.log('The service is gone.');
await service.stop();
await ask();

console.log('It is still gone, and is not asked.');
await ask();

orders.close();
