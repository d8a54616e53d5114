import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../core/call-event.ts';
import type { Alert } from './alert.ts';
import { AlertBatch, type AlertingEvent, needsPerson } from './machine.ts';

const ORDERS = 'https://orders.example.com';

const facts = (origin = ORDERS) => ({
  callId: 'call-1',
  method: 'GET',
  origin,
  path: '/latest',
  route: undefined,
});

const gaveUp = (origin = ORDERS, outcome: number | 'timeout' = 503): AlertingEvent => ({
  kind: 'gave-up',
  ...facts(origin),
  attempts: 3,
  outcome,
});

const opened = (group: string): AlertingEvent => ({
  kind: 'circuit-opened',
  ...facts(),
  group,
  reason: 'failures-in-a-row',
  outcome: 503,
  coolDownMs: 5_000,
});

const messages = (alerts: readonly (Alert | undefined)[]) => alerts.map((alert) => alert?.message);

describe('a person is needed', () => {
  it.each<[boolean, CallEvent]>([
    [true, gaveUp()],
    [true, opened(ORDERS)],
    [true, { kind: 'budget-spent', ...facts(), attempts: 1, outcome: 503 }],
    [false, { kind: 'circuit-closed', ...facts(), group: ORDERS }],
    [false, { kind: 'circuit-half-open', ...facts(), group: ORDERS }],
  ])('%s: %j', (expected, event) => {
    expect(needsPerson(event)).toBe(expected);
  });
});

describe('a batch', () => {
  it('tells the first at once, and the others together', () => {
    const batch = new AlertBatch();
    const about = { kind: 'gave-up', origin: ORDERS, outcome: 503 };
    expect(batch.isEmpty).toBe(true);
    expect(batch.take(gaveUp(), 1_000)).toEqual({
      ...about,
      count: 1,
      firstAtMs: 1_000,
      lastAtMs: 1_000,
      message: `A call to ${ORDERS} failed after all retries (503).`,
    });
    expect([2_000, 3_000, 4_000].map((atMs) => batch.take(gaveUp(), atMs))).toEqual(Array(3).fill(undefined));
    expect(batch.flush()).toEqual([
      {
        ...about,
        count: 3,
        firstAtMs: 2_000,
        lastAtMs: 4_000,
        message: `3 calls to ${ORDERS} failed after all retries (503).`,
      },
    ]);
  });

  it('goes on for what comes again, and counts anew', () => {
    const batch = new AlertBatch();
    for (const atMs of [1_000, 2_000]) batch.take(gaveUp(), atMs);
    batch.flush();
    expect(batch.isEmpty).toBe(false);
    expect(batch.take(gaveUp(), 70_000)).toBeUndefined();
    expect(batch.flush()).toMatchObject([{ count: 1, firstAtMs: 70_000, lastAtMs: 70_000 }]);
  });

  it('is over for what did not come again', () => {
    const batch = new AlertBatch();
    batch.take(gaveUp(), 1_000);
    expect(batch.flush()).toEqual([]);
    expect(batch.isEmpty).toBe(true);
    expect(batch.take(gaveUp(), 70_000)).toMatchObject({ count: 1 });
  });

  it('tells kinds, services, circuits and outcomes apart', () => {
    const batch = new AlertBatch();
    const different: AlertingEvent[] = [
      gaveUp(),
      gaveUp(ORDERS, 'timeout'),
      gaveUp('https://stock.example.com'),
      { kind: 'budget-spent', ...facts(), attempts: 1, outcome: 503 },
      opened('orders'),
      opened('payments'),
    ];
    expect(messages(different.map((event) => batch.take(event, 1_000)))).toEqual([
      `A call to ${ORDERS} failed after all retries (503).`,
      `A call to ${ORDERS} failed after all retries (timeout).`,
      'A call to https://stock.example.com failed after all retries (503).',
      `A call to ${ORDERS} failed (503) and had no retry: too much of the traffic is retries already.`,
      'The circuit of orders opened (503): it is left alone for a while.',
      'The circuit of payments opened (503): it is left alone for a while.',
    ]);
    for (const event of different.slice(3)) for (const atMs of [2_000, 3_000]) batch.take(event, atMs);
    expect(messages(batch.flush())).toEqual([
      `2 calls to ${ORDERS} failed (503) and had no retry: too much of the traffic is retries already.`,
      'The circuit of orders opened 2 times (503): it is left alone for a while.',
      'The circuit of payments opened 2 times (503): it is left alone for a while.',
    ]);
  });

  it('holds a hundred different ones; what is beyond them is counted with the last', () => {
    const batch = new AlertBatch();
    const origins = Array.from({ length: 103 }, (_, index) => `https://${index}.example.com`);
    const told = origins.map((origin) => batch.take(gaveUp(origin), 1_000));
    expect(told.filter((alert) => alert !== undefined)).toHaveLength(100);
    expect(told.slice(100)).toEqual([undefined, undefined, undefined]);
    expect(batch.flush()).toMatchObject([{ origin: 'https://99.example.com', count: 3 }]);
  });
});
