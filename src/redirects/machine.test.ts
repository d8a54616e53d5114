import { describe, expect, it } from 'vitest';
import { decideHop, type Hop, type HopDecision, headersAfter, refuseUrl } from './machine.ts';

const URL_OF_IT = 'https://orders.example.com/v1/latest';
const ELSEWHERE = 'https://files.example.com/17';

const hop: Hop = {
  status: 302,
  location: '/v2/latest',
  method: 'GET',
  url: URL_OF_IT,
  body: 'none',
  followed: 0,
  limit: 5,
  allowHttp: undefined,
};

const follow: HopDecision = {
  kind: 'follow',
  method: 'GET',
  url: 'https://orders.example.com/v2/latest',
  dropsBody: false,
  leavesOrigin: false,
};

const refuse = (why: string, code: 'redirect' | 'https-required' = 'redirect'): HopDecision => ({
  kind: 'refuse',
  code,
  why,
});

describe('an answer is handed back', () => {
  it.each([200, 204, 300, 304, 305, 306, 404, 503])('with status %d', (status) => {
    expect(decideHop({ ...hop, status })).toEqual({ kind: 'answer' });
  });

  it('that says nowhere to go', () => {
    expect(decideHop({ ...hop, location: null })).toEqual({ kind: 'answer' });
  });
});

describe('a redirect is followed', () => {
  it.each([301, 302, 303, 307, 308])('with status %d', (status) => {
    expect(decideHop({ ...hop, status })).toEqual(follow);
  });

  it.each<[string, string]>([
    ['next', 'https://orders.example.com/v1/next'],
    ['?page=2', 'https://orders.example.com/v1/latest?page=2'],
    ['//orders.example.com/x', 'https://orders.example.com/x'],
    ['/there#part', 'https://orders.example.com/there'],
    ['https://orders.example.com:443/x', 'https://orders.example.com/x'],
    [Buffer.from('/größe').toString('latin1'), 'https://orders.example.com/gr%C3%B6%C3%9Fe'],
  ])('to %s, which is %s', (location, url) => {
    expect(decideHop({ ...hop, location })).toEqual({ ...follow, url });
  });

  it('to another origin', () => {
    expect(decideHop({ ...hop, location: ELSEWHERE })).toEqual({
      ...follow,
      url: ELSEWHERE,
      leavesOrigin: true,
    });
    const port = 'https://orders.example.com:8443/';
    expect(decideHop({ ...hop, location: port })).toMatchObject({ leavesOrigin: true });
  });

  it('as often as the limit says', () => {
    expect(decideHop({ ...hop, followed: 4 })).toEqual(follow);
    expect(decideHop({ ...hop, followed: 5 })).toEqual(refuse('redirected more than 5 times'));
    expect(decideHop({ ...hop, limit: 0 })).toEqual(refuse('redirected more than 0 times'));
  });

  it('from http to http on this machine, where that is allowed', () => {
    const local: Hop = { ...hop, url: 'http://localhost:8080/', allowHttp: 'loopback' };
    expect(decideHop({ ...local, location: '/x' })).toEqual({ ...follow, url: 'http://localhost:8080/x' });
    expect(decideHop({ ...local, location: URL_OF_IT })).toMatchObject({ kind: 'follow', url: URL_OF_IT });
  });
});

describe('RFC 9110, section 15.4', () => {
  it.each<[number, string, string, boolean]>([
    // Status, method, the method of the next request, and whether it loses its body.
    [301, 'POST', 'GET', true],
    [302, 'POST', 'GET', true],
    [303, 'POST', 'GET', true],
    [307, 'POST', 'POST', false],
    [308, 'POST', 'POST', false],
    [301, 'PUT', 'PUT', false],
    [302, 'PUT', 'PUT', false],
    [303, 'PUT', 'GET', true],
    [303, 'DELETE', 'GET', true],
    [303, 'GET', 'GET', false],
    [303, 'HEAD', 'HEAD', false],
    [302, 'HEAD', 'HEAD', false],
    [307, 'DELETE', 'DELETE', false],
  ])('%d after %s is followed with %s', (status, method, next, dropsBody) => {
    expect(decideHop({ ...hop, status, method, body: method === 'POST' ? 'bytes' : 'none' })).toEqual({
      ...follow,
      method: next,
      dropsBody,
    });
  });
});

describe('a redirect is refused', () => {
  it.each<[string, string]>([
    ['to what is no URL', 'https://'],
    ['to a host that cannot be', 'https://a b/'],
  ])('%s', (_name, location) => {
    expect(decideHop({ ...hop, location })).toEqual(refuse('redirected to something that is not a URL'));
  });

  it.each([
    'https://user@files.example.com/',
    'https://:secret@files.example.com/',
    'https://a:b@x.example.com/',
  ])('to a URL that holds credentials: %s', (location) => {
    expect(decideHop({ ...hop, location })).toEqual(refuse('redirected to a URL that holds credentials'));
  });

  it.each<[string, string, 'loopback' | undefined, string]>([
    ['from https to http', 'http://orders.example.com/x', undefined, 'http://orders.example.com'],
    ['from https to another scheme', 'ftp://orders.example.com/x', undefined, 'ftp://orders.example.com'],
    [
      'from https to http on this machine, where that is allowed',
      'http://localhost:1/',
      'loopback',
      'http://localhost:1',
    ],
  ])('%s', (_name, location, allowHttp, named) => {
    expect(decideHop({ ...hop, location, allowHttp })).toEqual(
      refuse(`redirected to ${named}, which is not https`, 'https-required'),
    );
  });

  it('from this machine to http elsewhere', () => {
    const local: Hop = { ...hop, url: 'http://localhost:8080/', allowHttp: 'loopback' };
    expect(decideHop({ ...local, location: 'http://orders.example.com/' })).toEqual(
      refuse('redirected to http://orders.example.com, which is not https', 'https-required'),
    );
  });

  it('with a body that can be sent only once', () => {
    expect(decideHop({ ...hop, status: 307, method: 'PUT', body: 'one-shot' })).toEqual(
      refuse('redirected, but its body is a stream, which can be sent only once'),
    );
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'])('to another origin with %s', (method) => {
    expect(decideHop({ ...hop, status: 307, method, location: ELSEWHERE })).toEqual(
      refuse(`redirected to another origin (https://files.example.com), which ${method} must not follow to`),
    );
  });

  it('to another origin with a body', () => {
    expect(decideHop({ ...hop, status: 307, method: 'QUERY', body: 'bytes', location: ELSEWHERE })).toEqual(
      refuse('redirected to another origin (https://files.example.com), which its body must not go to'),
    );
  });
});

it.each(['GET', 'HEAD', 'OPTIONS', 'QUERY'])('%s without a body goes to another origin', (method) => {
  expect(decideHop({ ...hop, method, location: ELSEWHERE })).toMatchObject({ kind: 'follow', method });
});

it('a POST that becomes GET leaves its body, and goes to another origin without it', () => {
  expect(decideHop({ ...hop, status: 303, method: 'POST', body: 'one-shot', location: ELSEWHERE })).toEqual({
    ...follow,
    url: ELSEWHERE,
    dropsBody: true,
    leavesOrigin: true,
  });
});

describe('http is let through to this machine, where that is allowed', () => {
  it.each([
    'http://localhost/',
    'http://localhost./',
    'http://localhost:8080/',
    'http://shop.localhost/',
    'http://eu.shop.localhost/',
    'http://127.0.0.1/',
    'http://127.255.255.254/',
    'http://[::1]:8080/',
  ])('%s', (url) => {
    expect(refuseUrl(new URL(url), 'loopback')).toBeUndefined();
    expect(refuseUrl(new URL(url), undefined)).toBe(`http://${new URL(url).host} is not https`);
  });

  it.each([
    'http://localhost.example.com/',
    'http://notlocalhost/',
    'http://.localhost/',
    'http://128.0.0.1/',
    'http://1.127.0.0/',
    'http://[::2]/',
    'ftp://localhost/',
    'ws://127.0.0.1/',
  ])('but not to %s', (url) => {
    const { protocol, host } = new URL(url);
    expect(refuseUrl(new URL(url), 'loopback')).toBe(`${protocol}//${host} is not https`);
  });

  it('and https everywhere', () => {
    expect(refuseUrl(new URL(URL_OF_IT), undefined)).toBeUndefined();
    expect(refuseUrl(new URL(URL_OF_IT), 'loopback')).toBeUndefined();
  });
});

describe('headers of the next request', () => {
  const ofTheRequest = [
    'accept',
    'accept-encoding',
    'accept-language',
    'cache-control',
    'if-match',
    'if-modified-since',
    'if-none-match',
    'if-range',
    'if-unmodified-since',
    'pragma',
    'range',
    'traceparent',
    'tracestate',
    'user-agent',
  ];
  const ofTheBody = [
    'content-digest',
    'content-encoding',
    'content-language',
    'content-length',
    'content-location',
    'content-type',
    'idempotency-key',
    'repr-digest',
  ];
  const personal = ['authorization', 'cookie', 'signature', 'x-anything', 'x-api-key'];
  const all = new Headers([...ofTheRequest, ...ofTheBody, ...personal].map((name) => [name, `of ${name}`]));
  const names = (headers: Headers) => [...headers.keys()];

  it('are all of them, on the way to the same origin', () => {
    const next = headersAfter(all, { dropsBody: false, leavesOrigin: false });
    expect([...next]).toEqual([...all]);
  });

  it('are none of a body that was left behind, nor its key', () => {
    const next = headersAfter(all, { dropsBody: true, leavesOrigin: false });
    expect(names(next)).toEqual([...ofTheRequest, ...personal].toSorted());
  });

  it('are none that may tell who asks, on the way to another origin', () => {
    const next = headersAfter(all, { dropsBody: false, leavesOrigin: true });
    expect(names(next)).toEqual(ofTheRequest);
  });
});
