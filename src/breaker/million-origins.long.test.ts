import { expect, it } from 'vitest';
import { planBreaker } from './breaker-plan.ts';
import { Circuits } from './circuits.ts';

it('a million origins take the room of a thousand, and those that are down are remembered', () => {
  const plan = planBreaker({ failuresInARow: 1, longestCoolDownMs: 1e9, coolDownMs: 1e9 });
  const circuits = new Circuits(plan, plan.groups);
  const settle = (name: string, verdict: 'success' | 'outage', nowMs: number) => {
    const circuit = circuits.of(name, nowMs);
    const pass = circuit?.admit(nowMs, 10_000) ?? 0;
    circuit?.settle(pass, { verdict, startedMs: nowMs, nowMs, retryAfterMs: undefined, random: 0 });
  };

  for (let origin = 0; origin < 1_000_000; origin += 1) {
    settle(`https://${origin}.example.com`, origin < 500 ? 'outage' : 'success', origin);
    if (origin % 50_000 === 0) expect(circuits.size).toBeLessThanOrEqual(1_000);
  }

  expect(circuits.size).toBe(1_000);
  const isKept = (origin: number) => circuits.find(`https://${origin}.example.com`) !== undefined;
  expect(Array.from({ length: 500 }, (_, origin) => isKept(origin))).not.toContain(false);
  expect(isKept(500)).toBe(false);
  expect(isKept(999_999)).toBe(true);
});
