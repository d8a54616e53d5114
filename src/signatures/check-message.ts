import { isOctets } from '../body/is-octets.ts';
import { optionError } from '../errors/option-error.ts';
import type { Message } from './message.ts';

/**
 * What a message and its body were taken for, by mistake. Said as a fault of the program: left alone, it would be told to
 * an honest sender as a signature that does not hold.
 *
 * @throws A `HoldfastError` with code `options`.
 *
 * @internal
 */
export function checkMessage(message: Message): void {
  if (isPromise(message)) {
    throw optionError(
      'The message is a Promise. Await it, as in verify(await fromRequest(request), policy).',
    );
  }
  if (!Array.isArray(message?.headers)) {
    throw optionError(
      'The message is none. Give what fromNode(incoming, body) or await fromRequest(request) makes of a request.',
    );
  }
  checkBody(message.body);
}

/** @throws A `HoldfastError` with code `options` where a body is anything but octets. @internal */
export function checkBody(body: unknown): asserts body is Uint8Array | null | undefined {
  if (body === undefined || body === null || isOctets(body)) return;
  throw optionError(`The body is ${kindOf(body)}`);
}

function kindOf(body: unknown): string {
  if (isPromise(body)) return 'a Promise. Await it before you give it.';
  if (typeof body === 'string')
    return 'a string. Give the octets as they came, a Buffer or Uint8Array, before anything decodes them.';
  return (
    'not octets, such as what express.json() makes of it. Give a Buffer or Uint8Array, as express.raw() does, read before ' +
    'anything parses it.'
  );
}

function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
