/**
 * A bare value of a structured field (RFC 9651, section 3.3), with its type, since nothing else tells the token `a` from
 * the string `"a"`, or the decimal `1.0` from the integer `1`.
 */
export type BareItem =
  | { readonly type: 'integer' | 'decimal'; readonly value: number }
  | { readonly type: 'string' | 'token' | 'display-string'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Uint8Array<ArrayBuffer> }
  | { readonly type: 'boolean'; readonly value: boolean }
  /** In seconds since 1970. */
  | { readonly type: 'date'; readonly value: number };

/** Parameters by name, in their order. Of one that is repeated the last counts, by the RFC. */
export type Parameters = ReadonlyMap<string, BareItem>;

/** A value with its parameters. */
export interface Item {
  readonly kind: 'item';
  readonly bare: BareItem;
  readonly parameters: Parameters;
  /** Parameters that came more than once. Parsers differ in which one they take, so a careful reader refuses them. */
  readonly repeated: readonly string[];
}

/** Items in parentheses, with parameters of their own. */
export interface InnerList {
  readonly kind: 'inner-list';
  readonly items: readonly Item[];
  readonly parameters: Parameters;
  /** As in {@link Item}. */
  readonly repeated: readonly string[];
}

/** What lists and dictionaries hold. */
export type Member = Item | InnerList;

/** A field that is a list. */
export type List = readonly Member[];

/** A field that is a dictionary. */
export interface Dictionary {
  /** In their order. Of one that is repeated the last counts, by the RFC. */
  readonly members: ReadonlyMap<string, Member>;
  /** Keys that came more than once, on one line or on several. */
  readonly repeated: readonly string[];
}
