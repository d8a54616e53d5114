import { optionError } from '../errors/option-error.ts';
import { serialiseParameter } from '../structured-fields/serialise.ts';
import type { BareItem } from '../structured-fields/types.ts';
import { checkMessage } from './check-message.ts';
import type { Component, StructuredFieldType } from './component.ts';
import { type ComponentId, readComponent } from './component-id.ts';
import { componentValue, type MessageView, viewOf } from './component-value.ts';
import type { Message } from './message.ts';
import { SignatureError } from './signature-error.ts';

/**
 * Parameters of a signature, in their order: numbers are integers, texts strings. Another type is written as a
 * `BareItem`.
 */
export type SignatureParameters = Readonly<Record<string, number | string | boolean | BareItem>>;

/** What {@link signatureBase} needs to know. */
export interface SignatureBaseOptions {
  /** What is covered, in this order. Required. */
  readonly components: readonly Component[];
  /** Default none. */
  readonly parameters?: SignatureParameters;
  /** Types of structured fields that `sf` and `key` may be used with, beside those that the RFCs define. */
  readonly fieldTypes?: Readonly<Record<string, StructuredFieldType>>;
}

/**
 * The text that is signed (RFC 9421, section 2.5). For debugging: compare it with the other side's, line by line.
 *
 * @throws A {@link SignatureError} where a component cannot be covered, or is not there. A `HoldfastError` with code
 *   `options` where `message`, `components` or `parameters` is not what it must be.
 *
 * @example
 * ```ts
 * console.log(signatureBase(message, { components: ['@method', '@path'], parameters: { created: 1735689600 } }));
 * ```
 */
export function signatureBase(message: Message, options: SignatureBaseOptions): string {
  checkMessage(message);
  if (!Array.isArray(options?.components)) {
    throw optionError("Option components is missing. Give what is covered: ['@method', '@target-uri'].");
  }
  const ids = uniqueIds(options.components.map(readComponent));
  const input = signatureInput(ids, parametersText(options.parameters));
  return baseOf(ids, input, viewOf(message, undefined, options.fieldTypes));
}

/** As they stand after the list of what is covered. @internal */
export function parametersText(given: SignatureParameters = {}): string {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw optionError(
      "Option parameters is no object of names and values. Give one: { created: 1735689600, keyid: 'orders-2026' }.",
    );
  }
  let text = '';
  for (const [name, value] of Object.entries(given)) text += serialiseParameter(name, bareOf(value));
  return text;
}

function bareOf(value: number | string | boolean | BareItem): BareItem {
  switch (typeof value) {
    case 'number':
      return { type: 'integer', value };
    case 'string':
      return { type: 'string', value };
    case 'boolean':
      return { type: 'boolean', value };
    default:
      return value;
  }
}

/** @internal */
export function uniqueIds(ids: readonly ComponentId[]): readonly ComponentId[] {
  const seen = new Set<string>();
  for (const { key, text } of ids) {
    if (!seen.has(key)) seen.add(key);
    else throw new SignatureError({ code: 'component-repeated', message: `${text} is covered twice.` });
  }
  return ids;
}

/**
 * What stands in `Signature-Input` after the label, and in the last line of the base.
 *
 * @param parameters - As text.
 *
 * @internal
 */
export function signatureInput(ids: readonly ComponentId[], parameters: string): string {
  let list = '';
  for (const { text } of ids) list += list === '' ? text : ` ${text}`;
  return `(${list})${parameters}`;
}

/** @internal */
export function baseOf(ids: readonly ComponentId[], input: string, view: MessageView): string {
  let base = '';
  for (const id of ids) base += `${id.text}: ${componentValue(id, view)}\n`;
  return `${base}"@signature-params": ${input}`;
}
