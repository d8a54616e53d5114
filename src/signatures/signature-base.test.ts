import { describe, expect, it } from 'vitest';
import { type FieldLine, type RequestMessage, signatureBase, signMessage } from './index.ts';

const message = (
  target: string,
  headers: readonly FieldLine[] = [],
  origin = 'https://Api.example.com:443',
): RequestMessage => ({
  method: 'GET',
  target,
  origin,
  headers,
});

/** The lines of a base, without the last one. */
const linesOf = (given: RequestMessage, ...components: readonly string[]) =>
  signatureBase(given, { components, fieldTypes: { 'x-dict': 'dictionary' } })
    .split('\n')
    .slice(0, -1)
    .map((line) => line.slice(line.indexOf(': ') + 2));

describe('a base that is asked for wrongly', () => {
  it.each<[unknown[], RegExp]>([
    [
      [message('/'), { components: [], parameters: ['created'] }],
      /parameters is no object.*created: 1735689600/,
    ],
    [[message('/'), {}], /components is missing.*@method/],
    [[message('/')], /components is missing/],
    [[Promise.resolve(message('/')), { components: [] }], /message is a Promise/],
  ])('is a fault of the program, named: %#', (given, problem) => {
    expect(() => Reflect.apply(signatureBase, undefined, given)).toThrowError(problem);
  });

  it('is so too where it is to be signed', async () => {
    const work = Reflect.apply(signMessage, undefined, [Promise.resolve(message('/')), { components: [] }]);
    await expect(work).rejects.toMatchObject({ code: 'options' });
  });
});

describe('a query parameter', () => {
  it.each([
    ["?a=~!'()", '%7E%21%27%28%29'],
    ['?a=*-._', '*-._'],
    ['?a=b+c%20d', 'b%20c%20d'],
    ['?a=%zz%', '%25zz%25'],
    ['?a=%ff', '%EF%BF%BD'],
    ['?a', ''],
    ['?a=b=c', 'b%3Dc'],
    ['?&&a=1&', '1'],
  ])('of %s is encoded as a form, but for its spaces', (query, value) => {
    expect(linesOf(message(`/${query}`), '@query-param;name="a"')).toEqual([value]);
  });

  it('has its own question mark, where the query begins with one', () => {
    expect(linesOf(message('/??a=1'), '@query-param;name="%3Fa"', '@query')).toEqual(['1', '??a=1']);
  });
});

describe('where a request goes', () => {
  it.each<[string, string, string[]]>([
    ['an origin with capitals and its default port', '/x', ['api.example.com', 'https', '/x', '?']],
    ['dots and escapes', '/a/../%2e%2F', ['api.example.com', 'https', '/a/../%2e%2F', '?']],
    ['another host of its own', 'http://B.example:80?q', ['b.example', 'http', '/', '?q']],
    ["the other scheme's default port", 'http://b.example:443/', ['b.example:443', 'http', '/', '?']],
    ['an address of IPv6', 'https://[2001:DB8::1]:443/', ['[2001:db8::1]', 'https', '/', '?']],
    ['a dot at the end of its host', 'https://b.example./', ['b.example.', 'https', '/', '?']],
    ['nothing but the server', '*', ['api.example.com', 'https', '/', '?']],
    ['a tunnel', 'b.example:443', ['b.example', 'https', '/', '?']],
  ])('with %s', (_what, target, values) => {
    expect(linesOf(message(target), '@authority', '@scheme', '@path', '@query')).toEqual(values);
    expect(linesOf(message(target), '@request-target')).toEqual([target]);
  });

  it('keeps the difference between no query and an empty one only in its URL', () => {
    expect(linesOf(message('/x?'), '@query', '@target-uri')).toEqual(['?', 'https://Api.example.com:443/x?']);
    expect(linesOf(message('/x'), '@query', '@target-uri')).toEqual(['?', 'https://Api.example.com:443/x']);
  });
});

describe('a field', () => {
  it.each<[string, readonly FieldLine[], string]>([
    [
      'on two lines',
      [
        ['X-Dict', ' a=1 '],
        ['x-dict', '\tb=2'],
      ],
      'a=1, b=2',
    ],
    [
      'with an empty line',
      [
        ['X-Dict', 'a=1'],
        ['X-Dict', ' '],
      ],
      'a=1, ',
    ],
    ['that is empty', [['X-Dict', ' \t']], ''],
    ['that is folded', [['X-Dict', 'a=1, \t\r\n\t  b=2']], 'a=1, b=2'],
    // A search for those at its end that begins anew at each blank would take a minute.
    ['with many blanks within', [['X-Dict', `a${' '.repeat(400_000)}b`]], `a${' '.repeat(400_000)}b`],
    ['with white space that is none of HTTP', [['X-Dict', 'a=1,  b=2']], 'a=1,  b=2'],
    [
      'with a name that begins as another',
      [
        ['X-Dict-More', 'c'],
        ['X-Dict', 'a=1'],
      ],
      'a=1',
    ],
  ])('%s', (_what, headers, value) => {
    expect(linesOf(message('/', headers), 'x-dict')).toEqual([value]);
  });

  it('is written anew with sf, and taken apart with key', () => {
    const given = message('/', [
      ['X-Dict', 'a=1.50,   b=(1   2);q'],
      ['X-Dict', 'a=1.0'],
    ]);
    expect(linesOf(given, 'x-dict;sf', 'x-dict;key="a"', 'x-dict;key="b"')).toEqual([
      'a=1.0, b=(1 2);q',
      '1.0',
      '(1 2);q',
    ]);
  });

  it('with bs keeps its lines apart, each as the octets that were sent', () => {
    const given = message('/', [
      ['Set-Cookie', 'a=1, b; Expires=Wed, 01 Jan 2031 00:00:00 GMT'],
      ['Set-Cookie', ' caf\u00e9 '],
    ]);
    expect(linesOf(given, 'set-cookie;bs')).toEqual([
      ':YT0xLCBiOyBFeHBpcmVzPVdlZCwgMDEgSmFuIDIwMzEgMDA6MDA6MDAgR01U:, :Y2Fm6Q==:',
    ]);
  });

  it('that is called as a derived component is never taken for it', () => {
    const given = message('/x', [
      ['@method', 'PUT'],
      ['@path', '/y'],
      ['@authority', 'else.example.com'],
    ]);
    expect(linesOf(given, '@method', '@path', '@authority')).toEqual(['GET', '/x', 'api.example.com']);
  });

  it('may be of the trailers', () => {
    const given = { ...message('/', [['X-Sum', 'h']]), trailers: [['X-Sum', 't']] as const };
    expect(linesOf(given, 'x-sum', 'x-sum;tr')).toEqual(['h', 't']);
  });
});

it.each(['@method', '@path', '@authority', '@query-param;name="q"'])(
  'a response has %s of its request alone, and with req',
  (component) => {
    const request = message('/?q=1');
    const response = { status: 200, headers: [], request };
    const [value] = linesOf(request, component);
    const base = signatureBase(response, { components: [`${component};req`] });
    expect(base).toMatch(`;req: ${value}\n`);
    expect(() => signatureBase(response, { components: [component] })).toThrowError(/write it with req/);
  },
);

it('a base has no line break at its end, and none but LF within', () => {
  const base = signatureBase(message('/'), { components: ['@method'], parameters: { created: 1 } });
  expect(base).toBe('"@method": GET\n"@signature-params": ("@method");created=1');
});

it('components are written as texts or as objects', () => {
  const components = [
    'x-dict;key="a"',
    { component: 'x-dict', key: 'b' },
    '"@method"',
    { component: '@query-param', name: 'q', req: false },
  ];
  const given = message('/?q=1', [['X-Dict', 'a=1, b=2']]);
  const base = signatureBase(given, { components, fieldTypes: { 'x-dict': 'dictionary' } });
  expect(base.split('\n').at(-1)).toBe(
    '"@signature-params": ("x-dict";key="a" "x-dict";key="b" "@method" "@query-param";name="q")',
  );
});
