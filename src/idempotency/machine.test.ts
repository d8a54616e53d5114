import { describe, expect, it } from 'vitest';
import { type KeyQuestion, needsKey, planKeys } from './machine.ts';

const ORIGIN = 'https://orders.example.com';

describe('a call gets a key', () => {
  const question: KeyQuestion = {
    method: 'POST',
    origin: ORIGIN,
    hasKey: false,
    plan: planKeys({}),
    only: undefined,
  };

  it.each<[string, Partial<KeyQuestion>, boolean]>([
    ['if it is a POST', {}, true],
    ['if it is a PATCH', { method: 'PATCH' }, true],
    ['however its method is written', { method: 'post' }, true],
    ['but not if it is a PUT', { method: 'PUT' }, false],
    ['but not if it is a GET', { method: 'GET' }, false],
    ['but not if it has one', { hasKey: true }, false],
    ['if it goes to the origin that honours keys', { only: ORIGIN }, true],
    ['but not if it goes to another', { only: 'https://stock.example.com' }, false],
    ['but not if it has one and goes there', { hasKey: true, only: ORIGIN }, false],
    ['if its method is among those asked for', { method: 'PUT', plan: planKeys({ methods: ['put'] }) }, true],
    ['but not if its method is not', { plan: planKeys({ methods: ['PUT'] }) }, false],
  ])('%s', (_name, given, expected) => {
    expect(needsKey({ ...question, ...given })).toBe(expected);
  });
});

describe('a plan of keys', () => {
  it.each([
    [{}, { methods: ['POST', 'PATCH'], quoted: false }],
    [{ methods: ['put'] }, { methods: ['PUT'], quoted: false }],
    [{ quoted: true }, { methods: ['POST', 'PATCH'], quoted: true }],
  ])('of %j', (options, plan) => {
    expect(planKeys(options)).toEqual(plan);
  });

  it.each(['GET', 'HEAD', 'OPTIONS', 'QUERY', 'TRACE', 'trace'])(
    'refuses %s, which changes nothing',
    (method) => {
      expect(() => planKeys({ methods: ['POST', method] })).toThrowError(
        `Option idempotencyKeys.methods names ${method.toUpperCase()}, which changes nothing and needs no key. Leave it out.`,
      );
    },
  );

  it('refuses no methods', () => {
    expect(() => planKeys({ methods: [] })).toThrowError(/methods must be a list with a method in it/);
  });
});
