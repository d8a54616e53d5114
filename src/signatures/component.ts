/**
 * A component of a message that a signature covers (RFC 9421, section 2): a field by its lower-case name, or a derived
 * one by its name with `@`.
 *
 * As a text, with parameters where it has some, or as an object:
 *
 * | text | object | means |
 * |---|---|---|
 * | `'content-type'` | `{ component: 'content-type' }` | all lines of the field, combined |
 * | `'@method'` | `{ component: '@method' }` | also `@target-uri`, `@authority`, `@scheme`, `@request-target`, `@path`, `@query`; of a response `@status` |
 * | `'@query-param;name="id"'` | `{ component: '@query-param', name: 'id' }` | one parameter of the query, by its encoded name |
 * | `'priority;sf'` | `{ component: 'priority', sf: true }` | a structured field, written anew; its type must be known |
 * | `'content-digest;key="sha-256"'` | `{ component: 'content-digest', key: 'sha-256' }` | one member of a dictionary |
 * | `'set-cookie;bs'` | `{ component: 'set-cookie', bs: true }` | each line wrapped by itself, so that none can be merged or split |
 * | `'x-sum;tr'` | `{ component: 'x-sum', tr: true }` | of the trailers |
 * | `'@method;req'` | `{ component: '@method', req: true }` | in a response: of the request it answers |
 */
export type Component = string | ComponentObject;

/** A {@link Component} as an object. */
export interface ComponentObject {
  /** A field name in lower case, or a derived component such as `'@method'`. */
  readonly component: string;
  /** The field in its strict form, as a structured field (RFC 9421, section 2.1.1). Default false. */
  readonly sf?: boolean;
  /** One member of a dictionary field (section 2.1.2). Default: the whole field. */
  readonly key?: string;
  /** Each line of the field as bytes (section 2.1.3). Default false. */
  readonly bs?: boolean;
  /** Of the request that this response answers (section 2.4). Default false. */
  readonly req?: boolean;
  /** Of the trailers (section 2.1.4). Default false. */
  readonly tr?: boolean;
  /** Of `@query-param`: the encoded name of the parameter. */
  readonly name?: string;
}

/** What a field is by its definition. `sf` and `key` need to know, and nothing in a message says so. */
export type StructuredFieldType = 'dictionary' | 'list' | 'item';
