import { encodeBase64 } from './base64.ts';
import type { BareItem, Dictionary, List, Member, Parameters } from './types.ts';

/**
 * A dictionary as the text of a field (RFC 9651, section 4.1.2).
 *
 * @throws A `TypeError` at a value that no field can hold.
 *
 * @example
 * ```ts
 * headers.set('priority', serialiseDictionary(parseDictionary('u=1,   i')));
 * ```
 */
export function serialiseDictionary({ members }: Pick<Dictionary, 'members'>): string {
  const parts: string[] = [];
  for (const [key, member] of members) {
    const isTrue = member.kind === 'item' && member.bare.type === 'boolean' && member.bare.value;
    parts.push(
      isTrue
        ? keyOf(key) + serialiseParameters(member.parameters)
        : `${keyOf(key)}=${serialiseMember(member)}`,
    );
  }
  return parts.join(', ');
}

/**
 * A list as the text of a field (RFC 9651, section 4.1.1).
 *
 * @throws A `TypeError` at a value that no field can hold.
 *
 * @example
 * ```ts
 * headers.set('accept-ch', serialiseList(parseList('a,  b')));
 * ```
 */
export function serialiseList(list: List): string {
  return list.map(serialiseMember).join(', ');
}

/**
 * An item, or an inner list, as a text (RFC 9651, sections 4.1.3 and 4.1.1.1).
 *
 * @throws A `TypeError` at a value that no field can hold.
 *
 * @example
 * ```ts
 * const text = serialiseMember(parseItem('"a";q=1.50'));
 * ```
 */
export function serialiseMember(member: Member): string {
  const value =
    member.kind === 'item'
      ? serialiseBareItem(member.bare)
      : `(${member.items.map(serialiseMember).join(' ')})`;
  return value + serialiseParameters(member.parameters);
}

/** @internal */
export function serialiseParameters(parameters: Parameters): string {
  let text = '';
  for (const [key, bare] of parameters) text += serialiseParameter(key, bare);
  return text;
}

/** @internal */
export function serialiseParameter(key: string, bare: BareItem): string {
  const isTrue = bare.type === 'boolean' && bare.value;
  return isTrue ? `;${keyOf(key)}` : `;${keyOf(key)}=${serialiseBareItem(bare)}`;
}

/** @internal */
export function serialiseBareItem(bare: BareItem): string {
  switch (bare.type) {
    case 'integer':
      return integer(bare.value);
    case 'decimal':
      return decimal(bare.value);
    case 'string':
      return serialiseString(bare.value);
    case 'token':
      if (!/^[A-Za-z*][!#$%&'*+\-.^_`|~:/0-9A-Za-z]*$/.test(bare.value)) throw unfit('a token', bare.value);
      return bare.value;
    case 'bytes':
      return `:${encodeBase64(bare.value)}:`;
    case 'boolean':
      return bare.value ? '?1' : '?0';
    case 'date':
      return `@${integer(bare.value)}`;
    case 'display-string':
      return displayString(bare.value);
  }
}

/** @internal */
export function serialiseString(value: string): string {
  if (/^[ !#-[\]-~]*$/.test(value)) return `"${value}"`;
  if (/[^ -~]/.test(value)) throw unfit('a string', value);
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}

const KEY = /^[a-z*][a-z0-9_\-.*]*$/;

function keyOf(key: string): string {
  if (KEY.test(key)) return key;
  throw unfit('a key', key);
}

function integer(value: number): string {
  if (!Number.isInteger(value) || Math.abs(value) > 999_999_999_999_999) throw unfit('an integer', value);
  return String(value + 0);
}

/** Rounded to three digits after the point, and of two that are equally near to the even one. */
function decimal(value: number): string {
  if (!Number.isFinite(value)) throw unfit('a decimal', value);
  const scaled = value * 1000;
  const down = Math.floor(scaled);
  const isHalf = scaled - down === 0.5;
  const thousandths = isHalf ? down + (down % 2 === 0 ? 0 : 1) : Math.round(scaled);
  const absolute = Math.abs(thousandths);
  const whole = Math.floor(absolute / 1000);
  if (whole > 999_999_999_999) throw unfit('a decimal', value);
  const fraction = String(absolute % 1000)
    .padStart(3, '0')
    .replace(/0{1,2}$/, '');
  return `${thousandths < 0 ? '-' : ''}${whole}.${fraction}`;
}

function displayString(value: string): string {
  let text = '%"';
  if (/\p{Surrogate}/u.test(value)) throw unfit('a display string', value);
  for (const byte of new TextEncoder().encode(value)) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25 && byte !== 0x22;
    text += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`;
  }
  return `${text}"`;
}

function unfit(what: string, value: unknown): TypeError {
  return new TypeError(`A value of type ${typeof value} is not ${what} that a structured field can hold.`);
}
