import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HoldfastError } from '../../index.ts';
import { type ExplainToOptions, explainTo } from './index.ts';

const refused = new HoldfastError({
  code: 'refused',
  message: 'GET https://10.0.0.7/: refused',
  retryAfterMs: 119_500,
});
const feature = 'your orders';
const SENTENCE =
  'We cannot reach your orders just now. The trouble is with the service, not with you. Please come back in two minutes.';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 23, 19, 28, 10) }));
afterEach(() => void vi.useRealTimers());

function asking(accept?: string): Request {
  return new Request('https://shop.example.com/orders', accept === undefined ? {} : { headers: { accept } });
}

function pageOf(trouble: unknown, options?: ExplainToOptions): Promise<string> {
  return explainTo(asking(BROWSER), trouble, options).text();
}

describe('a program', () => {
  it('gets a problem document', async () => {
    const answer = explainTo(asking('application/json'), refused, { feature });
    expect(answer.status).toBe(503);
    expect(Object.fromEntries(answer.headers)).toEqual({
      'cache-control': 'no-store',
      'content-language': 'en',
      'content-type': 'application/problem+json',
      'retry-after': '120',
      vary: 'accept',
    });
    expect(await answer.json()).toEqual({
      title: 'Service Unavailable',
      status: 503,
      code: 'unavailable',
      detail: SENTENCE,
    });
  });

  it.each([
    [new Response('', { status: 500 }), 502, 'Bad Gateway'],
    [new HoldfastError({ code: 'timeout', message: 'x' }), 504, 'Gateway Timeout'],
    [new Response('', { status: 410 }), 404, 'Not Found'],
    [new DOMException('left', 'AbortError'), 499, 'Client Closed Request'],
    [new RangeError('x'), 500, 'Internal Server Error'],
  ])('gets the status that fits: %s', async (trouble, status, title) => {
    const answer = explainTo(asking(), trouble);
    expect(answer.status).toBe(status);
    expect(answer.headers.has('retry-after')).toBe(false);
    expect(await answer.json()).toMatchObject({ status, title });
  });

  it('is led to where a person can read more', async () => {
    const answer = explainTo(asking(), refused, { helpUrl: 'https://shop.example.com/help' });
    expect(answer.headers.get('link')).toBe('<https://shop.example.com/help>; rel="help"');
    expect(await answer.json()).toMatchObject({ type: 'https://shop.example.com/help#unavailable' });
  });
});

describe('a browser', () => {
  it('gets a page that needs nothing else', async () => {
    const answer = explainTo(asking(BROWSER), refused, { feature });
    const page = await answer.text();
    expect(answer.status).toBe(503);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'retry-after': '120',
      vary: 'accept',
    });
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain('<title>Please try later</title>');
    expect(page).toContain('<h1>Please try later</h1>');
    expect(page).toContain(`<p>${SENTENCE}</p>`);
    expect(page).toContain('That is at <time datetime="2026-11-23T19:31:00.000Z">19:31 UTC</time>');
    expect(page).toContain('<a href="">Try again</a>');
    expect(page).not.toMatch(/<script|<img|<link|src=|url\(|http-equiv|10\.0\.0\.7/);
  });

  it('gets no time and no link where coming back does not help', async () => {
    const page = await pageOf(new Error('x'), { feature });
    expect(page).toContain('<h1>This does not work at the moment</h1>');
    expect(page).not.toMatch(/<time|<a /);
  });

  it('gets no link where the work goes on without the user', async () => {
    const page = await pageOf(refused, { feature, keepsTrying: true });
    expect(page).toContain('We try again by ourselves in two minutes; you need not do anything.');
    expect(page).toContain('That is at <time');
    expect(page).not.toContain('<a ');
  });

  it('gets the day too, where it takes long', async () => {
    expect(await pageOf(new Response('', { status: 503, headers: { 'retry-after': '259200' } }))).toMatch(
      /<time datetime="2026-11-26T19:29:00\.000Z">November 26, 2026 at 19:29 UTC</,
    );
  });

  it('gets it in the language it is given in', async () => {
    const page = await pageOf(refused, {
      sentences: { unavailable: () => 'Zurzeit nicht.' },
      page: { lang: 'de', heading: 'Bitte später', timeLabel: 'Wieder ab', tryAgain: 'Noch einmal' },
    });
    expect(page).toMatch(
      /<html lang="de">.*Bitte später<\/h1>\n<p>Zurzeit nicht\.<.*Wieder ab <time.*Noch einmal</s,
    );
  });

  it('gets nothing that a feature could smuggle in', async () => {
    const evil = `"><script>alert('x')</script>&amp;`;
    const page = await pageOf(refused, {
      feature: evil,
      page: { heading: evil, timeLabel: evil, tryAgain: evil },
    });
    expect(page).not.toContain('<script');
    expect(page).toContain('&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;');
  });
});

describe('what a request accepts', () => {
  it.each([
    [BROWSER, 'text/html'],
    ['text/html', 'text/html'],
    ['text/*', 'text/html'],
    ['text/html, */*', 'text/html'],
    ['TEXT/HTML;level=1;q=0.8, application/json;q=0.5', 'text/html'],
    ['application/json, text/html;q=0.9', 'application/problem+json'],
    ['application/problem+json', 'application/problem+json'],
    ['application/json, text/plain, */*', 'application/problem+json'],
    ['*/*', 'application/problem+json'],
    ['text/html;q=0, */*', 'application/problem+json'],
    ['image/png', 'application/problem+json'],
    [undefined, 'application/problem+json'],
  ])('%s means %s', (accept, type) => {
    expect(explainTo(asking(accept), refused).headers.get('content-type')).toContain(type);
  });
});

describe('the answer that is explained', () => {
  it('is let go of', () => {
    const cancel = vi.fn();
    explainTo(asking(), new Response(new ReadableStream({ cancel }), { status: 503 }));
    expect(cancel).toHaveBeenCalledOnce();
  });
});

describe('an option that cannot be', () => {
  it.each<[ExplainToOptions, RegExp]>([
    [{ page: { lang: 'not a language' } }, /page\.lang is "not a language".*such as 'en'/],
    [{ helpUrl: '/help' }, /helpUrl is "\/help".*absolute/],
    [JSON.parse('{"page": {"title": "x"}}'), /no option page\.title.*heading/],
    [JSON.parse('{"lang": "de"}'), /no option lang.*feature.*page/],
  ])('is named, with the cure: %j', (options, message) => {
    expect(() => explainTo(asking(), refused, options)).toThrow(message);
  });
});
