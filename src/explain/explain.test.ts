import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createClient,
  type ExplainOptions,
  explain,
  HoldfastError,
  type HoldfastErrorCode,
  type Sentences,
} from '../index.ts';
import { fetchFailed, type Step, scripted } from '../test-support/scripted.ts';

const URL_OF_IT = 'https://orders.example.com/latest?token=hush';
const feature = 'your orders';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What a call comes to: its answer, or what it throws. */
async function troubleOf(step: Step, init?: RequestInit): Promise<unknown> {
  const client = createClient({ fetch: scripted(step).fetch, retry: false });
  const call = client(URL_OF_IT, init).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(60_000);
  return call;
}

function moved(to: string): Response {
  return new Response(null, { status: 302, headers: { location: to } });
}

describe('what is explained to a user', () => {
  it.each<[string, Step, number, string]>([
    [
      'a service that is gone',
      fetchFailed('ECONNREFUSED'),
      503,
      'We cannot reach your orders just now. The trouble is with the service, not with you. Please come back in a few minutes.',
    ],
    [
      'a service that is silent',
      'silence',
      504,
      'We asked for your orders, and no answer came in time. The trouble is with the service, not with you. Please come back in a few minutes.',
    ],
    [
      'a service that is overloaded and says for how long',
      () => new Response('', { status: 503, headers: { 'retry-after': '120' } }),
      503,
      'We cannot reach your orders just now. The trouble is with the service, not with you. Please come back in two minutes.',
    ],
    [
      'a service that fails',
      500,
      502,
      'We cannot get to your orders: the service has a fault. Please come back in a few minutes.',
    ],
    [
      'a certificate that does not hold',
      fetchFailed('CERT_HAS_EXPIRED'),
      502,
      'We cannot get to your orders: the service has a fault. Trying again will not help until that is mended.',
    ],
    [
      'a redirect that must not be followed',
      moved('http://orders.example.com/'),
      500,
      'We cannot get to your orders: there is a fault on our side. Trying again will not help until that is mended.',
    ],
    [
      'a request of ours that the service does not take',
      403,
      500,
      'We cannot get to your orders: there is a fault on our side. Trying again will not help until that is mended.',
    ],
    ['something that is not there', 404, 404, 'We asked for your orders, and nothing was found.'],
  ])('is %s', async (_what, step, status, sentence) => {
    expect(explain(await troubleOf(step), { feature })).toMatchObject({ status, sentence });
  });

  it.each<[unknown, number]>([
    [new TypeError('Cannot read properties of undefined'), 500],
    ['a string', 500],
    [null, 500],
    [undefined, 500],
    [new DOMException('left', 'AbortError'), 499],
    [new DOMException('late', 'TimeoutError'), 504],
    [new Response('fine'), 500],
  ])('is anything else that was thrown: %s', (trouble, status) => {
    const explanation = explain(trouble);
    expect(explanation.status).toBe(status);
    expect(explanation.sentence).toContain('this service');
    expect(explanation.retryAfterMs).toBeUndefined();
  });

  it.each(
    [429, 503]
      .map((status) => [status, 503])
      .concat([
        [408, 504],
        [504, 504],
        [502, 502],
        [501, 502],
        [410, 404],
        [401, 500],
        [422, 500],
        [302, 500],
      ]),
  )('is status %s, as status %s', (status, expected) => {
    expect(explain(new Response(null, { status })).status).toBe(expected);
  });

  it('has an answer for every code there is, and none that blames or tells', () => {
    const codes: Record<HoldfastErrorCode, number> = {
      'circuit-open': 503,
      down: 503,
      network: 503,
      refused: 503,
      timeout: 504,
      deadline: 504,
      'https-required': 500,
      redirect: 502,
      signature: 502,
      options: 500,
    };
    for (const [code, status] of Object.entries(codes)) {
      const init = {
        code: JSON.parse(JSON.stringify(code)),
        message: 'GET https://10.0.0.7/v1: hush',
        attempts: 3,
      };
      const explanation = explain(new HoldfastError({ ...init, cause: new Error('hush') }), { feature });
      expect(explanation.status, code).toBe(status);
      expect(explanation.sentence).toContain(feature);
      expect(explanation.sentence).not.toMatch(/hush|10\.0|attempt|https|error|you (must|have)|\d\d\d/i);
    }
  });

  it('says when an open circuit will be tried again', () => {
    const open = new HoldfastError({ code: 'circuit-open', message: 'x', retryAfterMs: 120_000 });
    expect(explain(open, { feature }).sentence).toMatch(/^We cannot reach your orders.*in two minutes\.$/);
    const byHand = new HoldfastError({ code: 'circuit-open', message: 'x' });
    expect(explain(byHand, { feature }).sentence).toMatch(/in a few minutes\.$/);
  });

  it('has an answer for a code of a newer version too', () => {
    const init = { code: JSON.parse('"lost-in-space"'), message: 'x' };
    expect(explain(new HoldfastError({ ...init, isRetryable: true })).status).toBe(503);
    expect(explain(new HoldfastError({ ...init, isRetryable: false })).status).toBe(500);
  });

  it.each([
    [1_000, 'in a few seconds'],
    [11_000, 'in a minute'],
    [60_000, 'in a minute'],
    [61_000, 'in two minutes'],
    [25 * 60_000, 'in 25 minutes'],
    [3_600_001, 'in two hours'],
    [3 * 86_400_000, 'in three days'],
  ])('names the time, never too early: %i ms is %s', (retryAfterMs, words) => {
    const error = new HoldfastError({ code: 'refused', message: 'x', retryAfterMs });
    const explanation = explain(error, { feature });
    expect(explanation.sentence).toMatch(new RegExp(`Please come back ${words}\\.$`));
    expect(explanation.retryAfterMs).toBe(retryAfterMs);
  });

  it('names the given time where the service named none, and none where it does not help', () => {
    const options = { feature, retryAfterMs: 120_000 };
    const asked = new Response(null, { status: 503, headers: { 'retry-after': '5' } });
    expect(explain(new Response(null, { status: 503 }), options).retryAfterMs).toBe(120_000);
    expect(explain(asked, options).retryAfterMs).toBe(5_000);
    expect(explain(new Response(null, { status: 404 }), options).retryAfterMs).toBeUndefined();
  });

  it('says that work which is kept goes on without the user', () => {
    const error = new HoldfastError({ code: 'refused', message: 'x' });
    const { sentence } = explain(error, { feature, keepsTrying: true });
    expect(sentence).toMatch(/We try again by ourselves; you need not do anything\.$/);
    expect(explain(error, { feature, keepsTrying: true, retryAfterMs: 120_000 }).sentence).toMatch(
      /We try again by ourselves in two minutes; you need not do anything\.$/,
    );
  });

  it('can be in other words, for all of it or for a part', () => {
    const sentences: Sentences = {
      unavailable: ({ feature, retryAfterMs = 0 }) => {
        const when = new Intl.RelativeTimeFormat('de').format(Math.ceil(retryAfterMs / 60_000), 'minute');
        return `Zurzeit erreichen wir ${feature} nicht. Bitte kommen Sie ${when} wieder.`;
      },
    };
    const options = { feature: 'Ihre Bestellungen', sentences, retryAfterMs: 120_000 };
    expect(explain(new Response(null, { status: 503 }), options).sentence).toBe(
      'Zurzeit erreichen wir Ihre Bestellungen nicht. Bitte kommen Sie in 2 Minuten wieder.',
    );
    expect(explain(new Response(null, { status: 404 }), options).sentence).toMatch(/^We asked/);
  });

  it.each<[ExplainOptions, RegExp]>([
    [JSON.parse('{"Feature": "x"}'), /no option Feature.*feature/],
    [{ retryAfterMs: -1 }, /retryAfterMs is -1/],
  ])('refuses an option that cannot be: %j', (options, message) => {
    expect(() => explain(new Error('x'), options)).toThrow(message);
  });
});
