import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BareItem,
  type Member,
  parseDictionary,
  parseItem,
  parseList,
  StructuredFieldError,
  serialiseDictionary,
  serialiseList,
  serialiseMember,
} from './index.ts';

/** A case of the public suite: https://github.com/httpwg/structured-field-tests. */
interface Case {
  readonly name: string;
  readonly raw: readonly string[];
  readonly header_type: 'item' | 'list' | 'dictionary';
  readonly expected?: unknown;
  readonly must_fail?: boolean;
  readonly can_fail?: boolean;
  readonly canonical?: readonly string[];
}

const folder = new URL('../test-support/fixtures/structured-field-tests/', import.meta.url);
const suite = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => {
    const cases: readonly Case[] = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    return cases.map((each) => [`${name}: ${each.name}`, each] as const);
  });

/** What came of a text, as the suite writes it, and written anew. */
function parsed({ header_type: type, raw }: Case): { value: unknown; text: string } {
  const text = raw.join(', ');
  if (type === 'item') {
    const item = parseItem(text);
    return { value: asSuite(item), text: serialiseMember(item) };
  }
  if (type === 'list') {
    const list = parseList(text);
    return { value: list.map(asSuite), text: serialiseList(list) };
  }
  const dictionary = parseDictionary(text);
  const value = [...dictionary.members].map(([key, member]) => [key, asSuite(member)]);
  return { value, text: serialiseDictionary(dictionary) };
}

function asSuite(member: Member): unknown {
  const value = member.kind === 'item' ? bareAsSuite(member.bare) : member.items.map(asSuite);
  return [value, [...member.parameters].map(([key, bare]) => [key, bareAsSuite(bare)])];
}

function bareAsSuite(bare: BareItem): unknown {
  switch (bare.type) {
    case 'bytes':
      return { __type: 'binary', value: base32(bare.value) };
    case 'token':
    case 'date':
      return { __type: bare.type, value: bare.value };
    case 'display-string':
      return { __type: 'displaystring', value: bare.value };
    default:
      return bare.value;
  }
}

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{1,5}/g) ?? []).map(
    (group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(group.padEnd(5, '0'), 2)],
  );
  return letters.join('').padEnd(Math.ceil(letters.length / 8) * 8, '=');
}

describe('the public suite', () => {
  it('is whole', () => {
    expect(suite).toHaveLength(684);
  });

  it.each(suite.filter(([, { must_fail }]) => must_fail))('refuses %s', (_name, each) => {
    expect(() => parsed(each)).toThrowError(StructuredFieldError);
  });

  it.each(suite.filter(([, { must_fail }]) => !must_fail))('reads and writes %s', (_name, each) => {
    const { value, text } = parsed(each);
    expect(value).toEqual(each.expected);
    expect(text).toBe((each.canonical ?? each.raw).join(', '));
  });
});

describe('the parser', () => {
  it('tells which keys and parameters are repeated, since readers differ in which one counts', () => {
    const { members, repeated } = parseDictionary('a=1, b;x;y;x, a=2, c=(1;z;z 2);q;q');
    expect(repeated).toEqual(['a']);
    expect([...members.keys()]).toEqual(['a', 'b', 'c']);
    expect(members.get('a')).toMatchObject({ bare: { value: 2 } });
    expect(members.get('b')).toMatchObject({ repeated: ['x'] });
    expect(members.get('c')).toMatchObject({
      repeated: ['q'],
      items: [{ repeated: ['z'] }, { repeated: [] }],
    });
  });

  it('tells a decimal from an integer of the same value', () => {
    expect(serialiseList(parseList('1.0, 1, 1.50, 0.25'))).toBe('1.0, 1, 1.5, 0.25');
  });

  it.each(['YWI', 'YWI=', 'iZ=='])('takes base64 without padding or with bits to spare: %s', (text) => {
    expect(parseItem(`:${text}:`).bare.type).toBe('bytes');
  });

  it.each(['YWI==', 'YQ=', 'Y', 'Y=', '=', '====', 'YWI=YWI=', 'YW-_', 'YW I', 'YWI\u0101', 'YW\u00e9='])(
    'refuses base64 that is none: %s',
    (text) => {
      expect(() => parseItem(`:${text}:`)).toThrowError(StructuredFieldError);
    },
  );

  it('says where a text stops being a field, and quotes nothing of it', () => {
    expect(() => parseDictionary('token=secret secret')).toThrowError(/^Expected a comma at character 13\.$/);
  });
});

describe('what is written', () => {
  const key = fc.stringMatching(/^[a-z*][a-z0-9_.*-]{0,8}$/);
  const bare = fc.oneof<fc.Arbitrary<BareItem>[]>(
    fc.record({ type: fc.constant('integer' as const), value: fc.integer() }),
    fc.record({
      type: fc.constant('decimal' as const),
      value: fc.integer({ min: -999_999, max: 999_999 }).map((thousandths) => thousandths / 1000 + 0),
    }),
    fc.record({ type: fc.constant('string' as const), value: fc.stringMatching(/^[ -~]{0,12}$/) }),
    fc.record({
      type: fc.constant('token' as const),
      value: fc.stringMatching(/^[A-Za-z*][!#$%&'*+.^_`|~:/\w-]{0,9}$/),
    }),
    fc.record({ type: fc.constant('display-string' as const), value: fc.string({ unit: 'grapheme' }) }),
    fc.record({ type: fc.constant('boolean' as const), value: fc.boolean() }),
    fc.record({ type: fc.constant('date' as const), value: fc.integer() }),
    fc.record({
      type: fc.constant('bytes' as const),
      value: fc.uint8Array({ maxLength: 40 }).map((bytes) => new Uint8Array(bytes)),
    }),
  );
  const parameters = fc.array(fc.tuple(key, bare), { maxLength: 3 }).map((entries) => new Map(entries));
  const item = fc.record({ kind: fc.constant('item' as const), bare, parameters, repeated: fc.constant([]) });
  const innerList = fc.record({
    kind: fc.constant('inner-list' as const),
    items: fc.array(item, { maxLength: 4 }),
    parameters,
    repeated: fc.constant([]),
  });
  const member = fc.oneof<fc.Arbitrary<Member>[]>(item, innerList);

  it('is read as the same again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, member), { maxLength: 5 }), (entries) => {
        const members = new Map(entries);
        expect(parseDictionary(serialiseDictionary({ members }))).toEqual({ members, repeated: [] });
        const list = [...members.values()];
        expect(parseList(serialiseList(list))).toEqual(list);
      }),
    );
  });

  it('or a text is refused, or it means the same when it is written anew', () => {
    const piece = fc.constantFrom(
      'a',
      '=',
      ';',
      ',',
      ' ',
      '\t',
      '(',
      ')',
      '"',
      '\\',
      ':',
      '?1',
      '1',
      '.5',
      '@',
      '%',
      '-',
      'é',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        try {
          const dictionary = parseDictionary(text);
          expect(parseDictionary(serialiseDictionary(dictionary)).members).toEqual(
            withoutRepeats(dictionary.members),
          );
        } catch (error) {
          expect(error).toBeInstanceOf(StructuredFieldError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  function withoutRepeats(members: ReadonlyMap<string, Member>): Map<string, Member> {
    const clean = (each: Member): Member => ({
      ...each,
      repeated: [],
      ...(each.kind === 'item' ? {} : { items: each.items.map((one) => ({ ...one, repeated: [] })) }),
    });
    return new Map([...members].map(([name, each]) => [name, clean(each)]));
  }

  it.each<BareItem>([
    { type: 'integer', value: 1.5 },
    { type: 'integer', value: 1e15 },
    { type: 'decimal', value: Number.NaN },
    { type: 'decimal', value: 1e12 },
    { type: 'string', value: 'é' },
    { type: 'string', value: 'a\nb' },
    { type: 'token', value: 'a b' },
    { type: 'token', value: '' },
    { type: 'display-string', value: '\ud800' },
    { type: 'date', value: 0.5 },
  ])('never holds what no field can hold: %j', (value) => {
    const given = { kind: 'item', bare: value, parameters: new Map(), repeated: [] } as const;
    expect(() => serialiseMember(given)).toThrowError(TypeError);
  });

  it.each([
    [0.0025, '0.002'],
    [0.0035, '0.004'],
    [-0.0025, '-0.002'],
    [1, '1.0'],
    [1.999_9, '2.0'],
  ])('rounds %d to %s', (value, text) => {
    const given = {
      kind: 'item',
      bare: { type: 'decimal', value },
      parameters: new Map(),
      repeated: [],
    } as const;
    expect(serialiseMember(given)).toBe(text);
  });
});
