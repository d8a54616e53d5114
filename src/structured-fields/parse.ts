import { decodeBase64 } from './base64.ts';
import { StructuredFieldError } from './structured-field-error.ts';
import type { BareItem, Dictionary, InnerList, Item, List, Member, Parameters } from './types.ts';

/**
 * A structured field that is a dictionary (RFC 9651, section 4.2.2). Join the lines of a field by `', '` first.
 *
 * Strict: what the RFC's algorithm fails on is an error, and a key that is repeated is told in `repeated`.
 *
 * @throws A `StructuredFieldError`.
 *
 * @example
 * ```ts
 * const { members, repeated } = parseDictionary('u=1, i');
 * ```
 */
export function parseDictionary(text: string): Dictionary {
  const parser = new Parser(text);
  return parser.whole(() => parser.dictionary());
}

/**
 * A structured field that is a list (RFC 9651, section 4.2.1).
 *
 * @throws A `StructuredFieldError`.
 *
 * @example
 * ```ts
 * const [first] = parseList('gzip, br;q=0.5');
 * ```
 */
export function parseList(text: string): List {
  const parser = new Parser(text);
  return parser.whole(() => parser.list());
}

/**
 * A structured field that is one item (RFC 9651, section 4.2.3).
 *
 * @throws A `StructuredFieldError`.
 *
 * @example
 * ```ts
 * const { bare, parameters } = parseItem('"a key";v=1');
 * ```
 */
export function parseItem(text: string): Item {
  const parser = new Parser(text);
  return parser.whole(() => parser.item());
}

const TAB = 0x09;
const SPACE = 0x20;
const QUOTE = 0x22;
const PERCENT = 0x25;
const OPEN = 0x28;
const CLOSE = 0x29;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const COLON = 0x3a;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const QUESTION = 0x3f;
const AT = 0x40;
const BACKSLASH = 0x5c;

const MOST_DIGITS = 15;
const MOST_INTEGER_DIGITS_OF_DECIMAL = 12;
const MOST_FRACTION_DIGITS = 3;

const TRUE: BareItem = { type: 'boolean', value: true };
const NO_PARAMETERS: Parameters = new Map();
const NONE: string[] = [];

/** Looks at each character once. A regular expression over a field that somebody sends can be made to take minutes. */
class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole<T>(parse: () => T): T {
    this.#skipSpaces();
    const value = parse();
    this.#skipSpaces();
    if (this.#at < this.#text.length) throw this.#expected('the end');
    return value;
  }

  dictionary(): Dictionary {
    const members = new Map<string, Member>();
    let repeated: string[] = NONE;
    this.#eachMember(() => {
      const key = this.#key();
      if (members.has(key)) repeated = withOne(repeated, key);
      members.set(key, this.#skip(EQUALS) ? this.#member() : this.#withParameters(TRUE));
    });
    return { members, repeated };
  }

  list(): List {
    const members: Member[] = [];
    this.#eachMember(() => members.push(this.#member()));
    return members;
  }

  item(): Item {
    return this.#withParameters(this.#bareItem());
  }

  #eachMember(parse: () => unknown): void {
    while (this.#at < this.#text.length) {
      parse();
      this.#skipWhiteSpace();
      if (this.#at === this.#text.length) return;
      if (!this.#skip(COMMA)) throw this.#expected('a comma');
      this.#skipWhiteSpace();
      if (this.#at === this.#text.length) throw this.#expected('another member');
    }
  }

  #member(): Member {
    return this.#peek() === OPEN ? this.#innerList() : this.item();
  }

  #innerList(): InnerList {
    this.#at += 1;
    const items: Item[] = [];
    for (;;) {
      this.#skipSpaces();
      if (this.#skip(CLOSE)) return { kind: 'inner-list', items, ...this.#parameters() };
      items.push(this.item());
      const next = this.#peek();
      if (next !== SPACE && next !== CLOSE) throw this.#expected('a space or a closing parenthesis');
    }
  }

  #withParameters(bare: BareItem): Item {
    const { parameters, repeated } = this.#parameters();
    return { kind: 'item', bare, parameters, repeated };
  }

  #parameters(): { readonly parameters: Parameters; readonly repeated: readonly string[] } {
    if (this.#peek() !== SEMICOLON) return { parameters: NO_PARAMETERS, repeated: NONE };
    const parameters = new Map<string, BareItem>();
    let repeated: string[] = NONE;
    while (this.#skip(SEMICOLON)) {
      this.#skipSpaces();
      const key = this.#key();
      if (parameters.has(key)) repeated = withOne(repeated, key);
      parameters.set(key, this.#skip(EQUALS) ? this.#bareItem() : TRUE);
    }
    return { parameters, repeated };
  }

  #key(): string {
    const start = this.#at;
    const first = this.#peek();
    if (!isLowerCase(first) && first !== 0x2a) throw this.#expected('a key');
    while (isKeyCharacter(this.#peek())) this.#at += 1;
    return this.#text.slice(start, this.#at);
  }

  #bareItem(): BareItem {
    const first = this.#peek();
    if (first === QUOTE) return { type: 'string', value: this.#string() };
    if (isDigit(first) || first === MINUS) return this.#number();
    if (first === COLON) return { type: 'bytes', value: this.#bytes() };
    if (first === QUESTION) return { type: 'boolean', value: this.#boolean() };
    if (first === AT) return { type: 'date', value: this.#date() };
    if (first === PERCENT) return { type: 'display-string', value: this.#displayString() };
    if (isLetter(first) || first === 0x2a) return { type: 'token', value: this.#token() };
    throw this.#expected('a value');
  }

  #number(): BareItem & { readonly value: number } {
    const start = this.#at;
    this.#skip(MINUS);
    const integerStart = this.#at;
    this.#skipDigits();
    const integerDigits = this.#at - integerStart;
    if (integerDigits === 0) throw this.#expected('a digit');
    const isDecimal = this.#peek() === DOT;
    if (integerDigits > (isDecimal ? MOST_INTEGER_DIGITS_OF_DECIMAL : MOST_DIGITS)) {
      throw this.#expected('fewer digits');
    }
    if (isDecimal) {
      this.#at += 1;
      const fractionStart = this.#at;
      this.#skipDigits();
      const fractionDigits = this.#at - fractionStart;
      if (fractionDigits === 0) throw this.#expected('a digit');
      if (fractionDigits > MOST_FRACTION_DIGITS) throw this.#expected('fewer digits');
    }
    // `+ 0`: there is no negative zero.
    const value = Number(this.#text.slice(start, this.#at)) + 0;
    return { type: isDecimal ? 'decimal' : 'integer', value };
  }

  #date(): number {
    this.#at += 1;
    const start = this.#at;
    const { type, value } = this.#number();
    if (type === 'integer') return value;
    this.#at = start;
    throw this.#expected('a whole number of seconds');
  }

  #string(): string {
    this.#at += 1;
    let value = '';
    let start = this.#at;
    for (;;) {
      const code = this.#peek();
      if (code === QUOTE || code === BACKSLASH) value += this.#text.slice(start, this.#at);
      else if (code < 0x20 || code > 0x7e) throw this.#expected('a character of ASCII, or a quotation mark');
      this.#at += 1;
      if (code === QUOTE) return value;
      if (code !== BACKSLASH) continue;
      const escaped = this.#peek();
      if (escaped !== QUOTE && escaped !== BACKSLASH) throw this.#expected('a quotation mark or a backslash');
      start = this.#at;
      this.#at += 1;
    }
  }

  #token(): string {
    const start = this.#at;
    this.#at += 1;
    while (isTokenCharacter(this.#peek())) this.#at += 1;
    return this.#text.slice(start, this.#at);
  }

  #bytes(): Uint8Array<ArrayBuffer> {
    const start = this.#at + 1;
    const end = this.#text.indexOf(':', start);
    const bytes = end === -1 ? undefined : decodeBase64(this.#text, start, end);
    if (bytes === undefined) throw this.#expected('base64 between colons');
    this.#at = end + 1;
    return bytes;
  }

  #boolean(): boolean {
    this.#at += 1;
    const digit = this.#peek();
    if (digit !== 0x30 && digit !== 0x31) throw this.#expected('0 or 1');
    this.#at += 1;
    return digit === 0x31;
  }

  #displayString(): string {
    this.#at += 1;
    if (!this.#skip(QUOTE)) throw this.#expected('a quotation mark');
    const bytes: number[] = [];
    for (;;) {
      const code = this.#peek();
      if (code < 0x20 || code > 0x7e) throw this.#expected('a character of ASCII, or a quotation mark');
      this.#at += 1;
      if (code === QUOTE) break;
      if (code !== PERCENT) {
        bytes.push(code);
        continue;
      }
      const high = hexValue(this.#peek());
      const low = hexValue(this.#peek(1));
      if (high === -1 || low === -1) throw this.#expected('two hexadecimal digits in lower case');
      this.#at += 2;
      bytes.push(high * 16 + low);
    }
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
    } catch {
      throw this.#expected('UTF-8 before this,');
    }
  }

  /** -1 at the end. */
  #peek(ahead = 0): number {
    return this.#at + ahead < this.#text.length ? this.#text.charCodeAt(this.#at + ahead) : -1;
  }

  #skip(code: number): boolean {
    if (this.#peek() !== code) return false;
    this.#at += 1;
    return true;
  }

  #skipDigits(): void {
    while (isDigit(this.#peek())) this.#at += 1;
  }

  #skipSpaces(): void {
    while (this.#peek() === SPACE) this.#at += 1;
  }

  #skipWhiteSpace(): void {
    for (let code = this.#peek(); code === SPACE || code === TAB; code = this.#peek()) this.#at += 1;
  }

  #expected(what: string): StructuredFieldError {
    return new StructuredFieldError(what, this.#at);
  }
}

/** The list that all share stays empty. */
function withOne(list: string[], item: string): string[] {
  if (list === NONE) return [item];
  list.push(item);
  return list;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isLowerCase(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isLetter(code: number): boolean {
  return isLowerCase(code) || (code >= 0x41 && code <= 0x5a);
}

function isKeyCharacter(code: number): boolean {
  return (
    isLowerCase(code) || isDigit(code) || code === 0x5f || code === MINUS || code === DOT || code === 0x2a
  );
}

/** `tchar` of RFC 9110, section 5.6.2, and `:` and `/`. */
function isTokenCharacter(code: number): boolean {
  return (
    isLetter(code) ||
    isDigit(code) ||
    (code > 0x20 && "!#$%&'*+-.^_`|~:/".includes(String.fromCharCode(code)))
  );
}

function hexValue(code: number): number {
  if (isDigit(code)) return code - 0x30;
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
}
