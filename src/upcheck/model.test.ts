import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBreaker } from '../breaker/breaker-plan.ts';
import { Circuit, type CircuitState, REFUSED } from '../breaker/machine.ts';
import type { Verdict } from '../breaker/verdict.ts';
import { type Memory, nextStep } from './machine.ts';

const LEASE_MS = 500;
const VALID_MS = 1_000;

type Event =
  | { readonly kind: 'ask' | 'call' | 'cool-down' | 'new-scope' }
  | { readonly kind: 'upcheck-ends'; readonly verdict: Verdict }
  | { readonly kind: 'call-ends'; readonly verdict: Verdict; readonly which: number }
  | { readonly kind: 'pass'; readonly ms: number };

const verdict = fc.constantFrom<Verdict>('success', 'success', 'outage', 'outage', 'failure', 'neutral');
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Event>({ kind: 'ask' }) },
  { weight: 4, arbitrary: fc.constant<Event>({ kind: 'call' }) },
  { weight: 2, arbitrary: fc.constant<Event>({ kind: 'cool-down' }) },
  { weight: 2, arbitrary: fc.constant<Event>({ kind: 'new-scope' }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('upcheck-ends' as const), verdict }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('call-ends' as const), verdict, which: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(1_500) }) },
);

/** Two clients of one circuit: each shares what it sends among its own askers. */
interface Client {
  underWay: { readonly id: number; readonly pass: number; readonly untilMs: number } | undefined;
  last: Memory<number> | undefined;
  scope: number | undefined;
}

describe('whatever happens', () => {
  it('one upcheck at a time, only calls close and open, and a break that follows a break is no shorter', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(event, fc.nat(1)), { maxLength: 120 }), (events) => {
        const plan = planBreaker({ failuresInARow: 2, coolDownMs: 2_000, longestCoolDownMs: 16_000 });
        const circuit = new Circuit('mail', plan, 0);
        const clients: Client[] = [0, 1].map(() => ({
          underWay: undefined,
          last: undefined,
          scope: undefined,
        }));
        const calls: { pass: number; startedMs: number }[] = [];
        let nowMs = 0;
        let lastId = 0;
        let longest = 0;

        const changing = (by: 'upcheck' | 'call', change: () => void) => {
          const from = circuit.state;
          const generation = circuit.generation;
          change();
          const to: CircuitState = circuit.state;
          if (by === 'upcheck' && generation !== circuit.generation) {
            expect(['open half-open', 'open open', 'half-open open']).toContain(`${from} ${to}`);
          }
          if (to === 'closed') expect(by).toBe(from === 'closed' ? by : 'call');
          if (to === 'open' && generation !== circuit.generation) {
            const refusesMs = circuit.refusesForMs(nowMs);
            if (from !== 'closed') expect(refusesMs).toBe(Math.min(16_000, 2 * longest));
            longest = refusesMs;
          }
        };

        const ask = (client: Client) => {
          const step = nextStep({
            nowMs,
            circuit,
            isShadow: false,
            inScope: client.scope,
            underWay: client.underWay?.id,
            last: client.last,
            leaseMs: LEASE_MS,
          });
          expect(step.kind === 'refuse').toBe(circuit.refusesForMs(nowMs) > 0);
          if (step.kind === 'known') client.scope = step.answer;
          if (step.kind !== 'send') return;
          expect(client.underWay).toBeUndefined();
          expect(client.scope).toBeUndefined();
          expect(step.pass === REFUSED).toBe(circuit.state === 'closed');
          if (circuit.state !== 'closed') {
            const leased = clients.filter(({ underWay }) => (underWay?.pass ?? 0) > circuit.generation);
            expect(leased.filter(({ underWay }) => (underWay?.untilMs ?? 0) > nowMs)).toEqual([]);
          }
          lastId += 1;
          client.scope = lastId;
          client.underWay = { id: lastId, pass: step.pass, untilMs: nowMs + LEASE_MS };
        };

        const endUpcheck = (client: Client, how: Verdict) => {
          const { underWay } = client;
          if (underWay === undefined) return;
          client.underWay = undefined;
          if (underWay.pass !== REFUSED) {
            changing('upcheck', () =>
              circuit.settleUpcheck(underWay.pass, {
                verdict: how,
                nowMs,
                retryAfterMs: undefined,
                random: 0,
              }),
            );
          }
          client.last = {
            answer: underWay.id,
            atMs: nowMs,
            untilMs: nowMs + VALID_MS,
            generation: circuit.generation,
          };
        };

        const advance = (ms: number) => {
          // Its own timeout ends an upcheck at the latest.
          const endMs = nowMs + ms;
          for (const client of clients) {
            if (client.underWay === undefined || client.underWay.untilMs > endMs) continue;
            nowMs = Math.max(nowMs, client.underWay.untilMs);
            endUpcheck(client, 'outage');
          }
          nowMs = Math.max(nowMs, endMs);
        };

        for (const [each, which] of events) {
          const client = clients[which];
          if (client === undefined) continue;
          if (each.kind === 'ask') ask(client);
          else if (each.kind === 'new-scope') client.scope = undefined;
          else if (each.kind === 'pass') advance(each.ms);
          else if (each.kind === 'cool-down') advance(circuit.refusesForMs(nowMs));
          else if (each.kind === 'upcheck-ends') endUpcheck(client, each.verdict);
          else if (each.kind === 'call') {
            changing('call', () => {
              const pass = circuit.admit(nowMs, 10_000);
              if (pass !== REFUSED) calls.push({ pass, startedMs: nowMs });
            });
          } else if (each.kind === 'call-ends') {
            const [call] = calls.splice(each.which % Math.max(1, calls.length), 1);
            if (call === undefined) continue;
            changing('call', () =>
              circuit.settle(call.pass, {
                verdict: each.verdict,
                startedMs: call.startedMs,
                nowMs,
                retryAfterMs: undefined,
                random: 0,
              }),
            );
          }
        }

        // The service is well from now on, and whoever asks finds out: nothing is stuck.
        advance(LEASE_MS);
        advance(circuit.refusesForMs(nowMs));
        advance(VALID_MS);
        advance(circuit.refusesForMs(nowMs));
        const [client] = clients;
        if (client === undefined) return;
        client.scope = undefined;
        ask(client);
        expect(client.underWay).toBeDefined();
        endUpcheck(client, 'success');
        expect(circuit.refusesForMs(nowMs)).toBe(0);
        expect(circuit.state).not.toBe('open');
      }),
      { numRuns: 400 },
    );
  });
});
