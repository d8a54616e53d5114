import { describe, expect, it } from 'vitest';
import {
  type Candidate,
  checkFieldLength,
  judge,
  judgeAlgorithm,
  keepNonceMs,
  type ReadSignature,
  readCandidates,
  readSignature,
  type SignatureFacts,
} from './machine.ts';
import { memoryReplayStore } from './memory-replay-store.ts';
import type { FieldLine } from './message.ts';
import { isSignatureError } from './signature-error.ts';

const LIMITS = { fieldBytes: 200, signatures: 2, components: 3 };
const BYTES = ':AAEC:';

/** Nothing, or the code and the sentence. Whatever else is thrown is told as it is. */
function refusalOf(work: () => unknown): unknown {
  try {
    work();
    return 'accepted';
  } catch (error) {
    return isSignatureError(error) ? [error.code, error.message] : String(error);
  }
}

const fields = (input: string, signature: string): FieldLine[] => [
  ['Signature-Input', input],
  ['Signature', signature],
];

describe('the signatures of a message', () => {
  const refusal = (headers: readonly FieldLine[]) => refusalOf(() => readCandidates(headers, LIMITS));

  it('are found by their labels', () => {
    const found = readCandidates(fields('a=();tag="x", b=()', `b=${BYTES}, a=:AA==:`), LIMITS);
    expect(found.map(({ label, signature }) => [label, signature])).toMatchObject([
      ['a', { kind: 'item', bare: { type: 'bytes', value: new Uint8Array([0]) } }],
      ['b', { kind: 'item', bare: { type: 'bytes', value: new Uint8Array([0, 1, 2]) } }],
    ]);
  });

  it('may come in several lines', () => {
    const headers = [...fields('a=()', `a=${BYTES}`), ...fields('b=()', `b=${BYTES}`)];
    expect(readCandidates(headers, LIMITS).map(({ label }) => label)).toEqual(['a', 'b']);
  });

  it.each<[string, readonly FieldLine[]]>([
    ['without any', []],
    ['with the one field', fields('a=()', `a=${BYTES}`).slice(0, 1)],
    ['with the other', fields('a=()', `a=${BYTES}`).slice(1)],
    ['with nothing in them', fields('', '')],
  ])('are missing of a message %s', (_name, headers) => {
    expect(refusal(headers)).toEqual([
      'signature-missing',
      'The message is not signed: it needs Signature-Input and Signature.',
    ]);
  });

  it.each([
    ['a=()', `b=${BYTES}`],
    ['a=(), b=()', `a=${BYTES}`],
    ['a=()', `a=${BYTES}, b=${BYTES}`],
    ['', `a=${BYTES}`],
  ])('must have the same labels in both: %s and %s', (input, signature) => {
    expect(refusal(fields(input, signature))).toEqual([
      'label-mismatch',
      'A label is in one of Signature-Input and Signature, and not in the other.',
    ]);
  });

  it('must have each label once', () => {
    expect(refusal(fields('a=(), a=()', `a=${BYTES}`))).toEqual([
      'signature-malformed',
      'signature-input holds a label twice.',
    ]);
  });

  it('are not too many', () => {
    const two = fields('a=(), b=()', `a=${BYTES}, b=${BYTES}`);
    expect(refusal(two)).toBe('accepted');
    expect(refusalOf(() => readCandidates(two, { ...LIMITS, signatures: 1 }))).toEqual([
      'limit-exceeded',
      'There are more than 1 signatures.',
    ]);
  });

  it('can be parsed', () => {
    expect(refusal(fields('a=(', `a=${BYTES}`))).toEqual([
      'signature-malformed',
      expect.stringMatching(/^The field signature-input cannot be parsed\. ./),
    ]);
  });
});

describe('the length of a field', () => {
  const lines: FieldLine[] = [
    ['Signature', '12345'],
    ['signature', '67'],
    ['Signatures', 'another field'],
    ['x-signatu', 'of as many letters'],
  ];

  it('is that of its lines, as they are put together', () => {
    // '12345, 67'
    expect(refusalOf(() => checkFieldLength('signature', lines, 9))).toBe('accepted');
    expect(refusalOf(() => checkFieldLength('signature', lines, 8))).toEqual([
      'limit-exceeded',
      'The field signature is longer than 8 octets.',
    ]);
  });
});

/** The one signature with these fields. */
function candidate(input: string, signature = BYTES): Candidate {
  return readCandidates(fields(`a=${input}`, `a=${signature}`), LIMITS)[0];
}

describe('a signature', () => {
  const refusal = (input: string, signature?: string) =>
    refusalOf(() => readSignature(candidate(input, signature), LIMITS.components));

  it('says what it covers and what it is', () => {
    const read = readSignature(
      candidate('("@method" "date");created=5;expires=9;nonce="n";keyid="k";tag="t";alg="ed25519"'),
      LIMITS.components,
    );
    expect(read).toMatchObject({
      label: 'a',
      input: '("@method" "date");created=5;expires=9;nonce="n";keyid="k";tag="t";alg="ed25519"',
      facts: { created: 5, expires: 9, nonce: 'n', keyid: 'k', tag: 't', alg: 'ed25519' },
      signature: new Uint8Array([0, 1, 2]),
    });
    expect(read.ids).toHaveLength(2);
  });

  it.each<[string, string, string | undefined, string, string]>([
    ['as text', '()', '"AAEC"', 'signature-malformed', 'The signature is no byte sequence.'],
    ['as a list', '()', '(:AAEC:)', 'signature-malformed', 'The signature is no byte sequence.'],
    [
      'of text',
      '"@method"',
      undefined,
      'signature-malformed',
      'What the signature covers is no list in parentheses.',
    ],
    [
      'with a parameter twice',
      '();tag="a";tag="b"',
      undefined,
      'parameter-invalid',
      'The parameter tag is there twice.',
    ],
    [
      'made at a text',
      '();created="5"',
      undefined,
      'parameter-invalid',
      'The parameter created is no whole number of seconds.',
    ],
    [
      'made before time',
      '();created=-1',
      undefined,
      'parameter-invalid',
      'The parameter created is no whole number of seconds.',
    ],
    [
      'that ends at half a second',
      '();expires=1.5',
      undefined,
      'parameter-invalid',
      'The parameter expires is no whole number of seconds.',
    ],
    [
      'with a number for a nonce',
      '();nonce=1',
      undefined,
      'parameter-invalid',
      'The parameter nonce is no string in quotes.',
    ],
    [
      'with a token for a tag',
      '();tag=x',
      undefined,
      'parameter-invalid',
      'The parameter tag is no string in quotes.',
    ],
    [
      'of a key that is no text',
      '();keyid',
      undefined,
      'parameter-invalid',
      'The parameter keyid is no string in quotes.',
    ],
    [
      'with too many components',
      '("a" "b" "c" "d")',
      undefined,
      'limit-exceeded',
      'The signature covers more than 3 components.',
    ],
  ])('%s is refused', (_name, input, signature, code, message) => {
    expect(refusal(input, signature)).toEqual([code, message]);
  });

  it.each(['()', '("a" "b" "c")', '();created=0', '();expires=0'])('%s is none of it', (input) => {
    expect(refusal(input)).toBe('accepted');
  });
});

const NOW_MS = 1_000_000;
const NO_FACTS: SignatureFacts = {
  created: undefined,
  expires: undefined,
  nonce: undefined,
  keyid: undefined,
  tag: undefined,
  alg: undefined,
};

function read(facts: Partial<SignatureFacts>, input = '("@method")'): ReadSignature {
  return { ...readSignature(candidate(input), LIMITS.components), facts: { ...NO_FACTS, ...facts } };
}

describe('a signature meets the policy', () => {
  type Plan = Parameters<typeof judge>[1];
  const usual: Plan = {
    requireParameters: [],
    tag: undefined,
    maxAgeMs: 60_000,
    skewMs: 5_000,
    replay: false,
  };
  const store = memoryReplayStore();
  const verdict = (facts: Partial<SignatureFacts>, plan: Partial<Plan> = {}) =>
    refusalOf(() => judge(read(facts), { ...usual, ...plan }, [], NOW_MS));

  it.each<[string, Partial<SignatureFacts>, Partial<Plan>]>([
    ['made now', { created: 1_000 }, {}],
    ['made by a clock that goes before', { created: 1_005 }, {}],
    ['made as long ago as it may', { created: 935 }, {}],
    ['that has just ended, by a clock that goes after', { created: 990, expires: 995 }, {}],
    ['that ends when it was made', { created: 1_000, expires: 1_000 }, {}],
    ['of any age, where that may be', {}, { maxAgeMs: Number.POSITIVE_INFINITY }],
    ['for this application', { created: 1_000, tag: 'orders' }, { tag: 'orders' }],
    ['with what is asked for', { created: 1_000, keyid: 'k' }, { requireParameters: ['keyid'] }],
  ])('%s', (_name, facts, plan) => {
    expect(verdict(facts, plan)).toBe('accepted');
  });

  it.each<[string, Partial<SignatureFacts>, Partial<Plan>, string, string]>([
    ['later than now', { created: 1_006 }, {}, 'created-in-future', 'The signature was made later than now.'],
    [
      'in the year 5138',
      { created: 100_000_000_000 },
      {},
      'created-in-future',
      'The signature was made later than now.',
    ],
    [
      'in milliseconds',
      { created: 100_000_000_001 },
      {},
      'created-in-future',
      'The signature was made later than now. It looks like milliseconds; the parameter is in seconds.',
    ],
    ['to end before now', { created: 990, expires: 994 }, {}, 'expired', 'The signature has expired.'],
    [
      'to end before it was made',
      { created: 1_002, expires: 1_001 },
      {},
      'parameter-invalid',
      'The signature expires before it was made.',
    ],
    ['at no time', {}, {}, 'parameter-missing', 'The parameter created is missing, so its age is not known.'],
    ['too long ago', { created: 934 }, {}, 'too-old', 'The signature was made too long ago.'],
    [
      'for another application',
      { created: 1_000, tag: 'stock' },
      { tag: 'orders' },
      'tag-mismatch',
      'The signature was made for another application.',
    ],
    [
      'without what is asked for',
      { created: 1_000 },
      { requireParameters: ['keyid'] },
      'parameter-missing',
      'The parameter keyid is missing.',
    ],
  ])('but not if it was made %s', (_name, facts, plan, code, message) => {
    expect(verdict(facts, plan)).toEqual([code, message]);
  });

  it('with a nonce, where nothing may come twice, and with an end', () => {
    const once: Partial<Plan> = { replay: store };
    expect(verdict({ created: 1_000, nonce: 'n' }, once)).toBe('accepted');
    expect(verdict({ created: 1_000 }, once)).toEqual([
      'parameter-missing',
      'The parameter nonce is missing.',
    ]);
    const forEver: Partial<Plan> = { replay: store, maxAgeMs: Number.POSITIVE_INFINITY };
    expect(verdict({ nonce: 'n', expires: 1_010 }, forEver)).toBe('accepted');
    expect(verdict({ nonce: 'n' }, forEver)).toEqual([
      'parameter-missing',
      'The parameter expires is missing, so its nonce would have to be kept for ever.',
    ]);
  });

  it('if it covers what it must', () => {
    const signature = read({ created: 1_000 });
    const [method] = signature.ids;
    const required = (key: string) => [{ key, text: '"x-order"' }];
    expect(refusalOf(() => judge(signature, usual, required(method?.key ?? ''), NOW_MS))).toBe('accepted');
    expect(refusalOf(() => judge(signature, usual, required('another'), NOW_MS))).toEqual([
      'coverage-missing',
      'The signature does not cover "x-order".',
    ]);
  });
});

describe('a nonce is kept', () => {
  const plan = { maxAgeMs: 60_000, skewMs: 5_000 };

  it.each<[string, Partial<SignatureFacts>, number]>([
    ['as long as its message is young enough', { created: 1_000 }, 65_001],
    ['or until it ends, if that is sooner', { created: 1_000, expires: 1_010 }, 15_001],
    ['or until it ends, where it says no more', { expires: 1_010 }, 15_001],
    ['for a moment at least', { created: 900 }, 1],
  ])('%s', (_name, facts, ms) => {
    expect(keepNonceMs({ ...NO_FACTS, ...facts }, plan, NOW_MS)).toBe(ms);
  });
});

describe('a key may be used', () => {
  it.each<[string, string | undefined, readonly 'ed25519'[] | readonly 'hmac-sha256'[] | undefined, unknown]>(
    [
      ['where the signature names no algorithm', undefined, undefined, 'accepted'],
      ['where it names that of the key', 'ed25519', undefined, 'accepted'],
      ['where it is among those allowed', 'ed25519', ['ed25519'], 'accepted'],
      [
        'but not where it names another',
        'hmac-sha256',
        undefined,
        ['algorithm-mismatch', 'The signature names an algorithm other than that of its key, ed25519.'],
      ],
      [
        'nor where it is not among those allowed',
        undefined,
        ['hmac-sha256'],
        ['algorithm-refused', 'The key is for ed25519, which is not accepted here.'],
      ],
    ],
  )('%s', (_name, alg, allowed, expected) => {
    expect(refusalOf(() => judgeAlgorithm(read({ alg }), 'ed25519', allowed))).toEqual(expected);
  });
});
