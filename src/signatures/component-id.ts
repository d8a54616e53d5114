import { parseItem } from '../structured-fields/parse.ts';
import { serialiseParameters, serialiseString } from '../structured-fields/serialise.ts';
import type { BareItem, Item, Parameters } from '../structured-fields/types.ts';
import type { Component } from './component.ts';
import { SignatureError } from './signature-error.ts';

/** The identifier of a component (RFC 9421, section 2), checked: it may be used where it stands. @internal */
export interface ComponentId {
  readonly name: string;
  readonly parameters: Parameters;
  /** As it stands in a signature base: the name in quotes, and the parameters in the order given. */
  readonly text: string;
  /** The same for identifiers that mean the same: parameters may come in any order. */
  readonly key: string;
}

/** All derived components but `@query-param`, which has a parameter, and `@signature-params`, which is never listed. */
const DERIVED = new Set([
  '@authority',
  '@method',
  '@path',
  '@query',
  '@query-param',
  '@request-target',
  '@scheme',
  '@status',
  '@target-uri',
]);

const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const OF_FIELDS: ReadonlySet<string> = new Set(['sf', 'key', 'bs', 'tr', 'req']);

/** Most messages cover the same few. Those without parameters are looked at once. */
const plainIds = new Map<string, ComponentId>();
const MOST_PLAIN_IDS = 100;

/**
 * The identifier in an item of a `Signature-Input` field, or what a user wrote.
 *
 * @throws A {@link SignatureError} with code `component-invalid`.
 *
 * @internal
 */
export function componentId({
  bare,
  parameters,
  repeated,
}: Pick<Item, 'bare' | 'parameters' | 'repeated'>): ComponentId {
  if (bare.type !== 'string') throw invalid('A component is not a string in quotes');
  const name = bare.value;
  const known = parameters.size === 0 ? plainIds.get(name) : undefined;
  if (known !== undefined) return known;
  const [twice] = repeated;
  if (twice !== undefined) throw invalid(`The component ${shown(name)} has the parameter ${twice} twice`);
  const problem = name.startsWith('@') ? derivedProblem(name, parameters) : fieldProblem(name, parameters);
  if (problem !== undefined) throw invalid(`The component ${shown(name)} ${problem}`);
  const start = serialiseString(name);
  if (parameters.size === 0) {
    const id = { name, parameters, text: start, key: start };
    if (plainIds.size < MOST_PLAIN_IDS) plainIds.set(name, id);
    return id;
  }
  const sorted = [...parameters].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    name,
    parameters,
    text: start + serialiseParameters(parameters),
    key: start + serialiseParameters(new Map(sorted)),
  };
}

function derivedProblem(name: string, parameters: Parameters): string | undefined {
  if (!DERIVED.has(name)) return 'is not one that can be covered';
  for (const [parameter, bare] of parameters) {
    if (parameter === 'req' && name !== '@status') {
      if (!isTrue(bare)) return 'has req with a value';
    } else if (!(parameter === 'name' && name === '@query-param')) {
      return `cannot have the parameter ${parameter}`;
    }
  }
  if (name === '@query-param' && parameters.get('name')?.type !== 'string') return 'needs a name';
  return undefined;
}

function fieldProblem(name: string, parameters: Parameters): string | undefined {
  if (!FIELD_NAME.test(name)) return 'is no field name in lower case';
  for (const [parameter, bare] of parameters) {
    if (!OF_FIELDS.has(parameter)) return `cannot have the parameter ${parameter}`;
    if (parameter === 'key' ? bare.type !== 'string' : !isTrue(bare))
      return `has ${parameter} with a wrong value`;
  }
  if (parameters.has('bs') && (parameters.has('sf') || parameters.has('key')))
    return 'has bs beside sf or key';
  return undefined;
}

function isTrue(bare: BareItem): boolean {
  return bare.type === 'boolean' && bare.value;
}

/** A name may be as long as a field. */
function shown(name: string): string {
  return name.length > 64 ? `${name.slice(0, 64)}…` : name;
}

function invalid(problem: string): SignatureError {
  return new SignatureError({ code: 'component-invalid', message: `${problem}.` });
}

/**
 * What a user wrote as a {@link Component}.
 *
 * @throws A {@link SignatureError} with code `component-invalid`.
 *
 * @internal
 */
export function readComponent(given: Component): ComponentId {
  if (typeof given !== 'string') return componentId(itemOfObject(given));
  return plainIds.get(given) ?? componentId(itemOfText(given));
}

function itemOfText(text: string): Pick<Item, 'bare' | 'parameters' | 'repeated'> {
  const end = text.indexOf(';');
  const name = end === -1 ? text : text.slice(0, end);
  const isQuoted = name.startsWith('"');
  try {
    return parseItem(isQuoted ? text : `"${name}"${end === -1 ? '' : text.slice(end)}`);
  } catch (cause) {
    const message = `${JSON.stringify(text)} is no component. Write one as 'content-type' or '@query-param;name="id"'.`;
    throw new SignatureError({ code: 'component-invalid', message, cause });
  }
}

function itemOfObject(given: Exclude<Component, string>): Pick<Item, 'bare' | 'parameters' | 'repeated'> {
  const parameters = new Map<string, BareItem>();
  for (const [name, value] of Object.entries(given)) {
    if (name === 'component' || value === undefined || value === false) continue;
    parameters.set(
      name,
      typeof value === 'string' ? { type: 'string', value } : { type: 'boolean', value: value === true },
    );
  }
  return { bare: { type: 'string', value: given.component }, parameters, repeated: [] };
}
