import type { FieldLine } from './message.ts';
import { SignatureError } from './signature-error.ts';

/**
 * The values of all lines of a field, in order, each as a signature takes it (RFC 9421, section 2.1): no white space at
 * its ends, and none of the line folding of old. Undefined where there is no such field, which is not the same as an
 * empty one.
 *
 * @param name - In lower case.
 *
 * @throws A {@link SignatureError} with code `message-invalid` at a line break that is no folding.
 *
 * @internal
 */
export function fieldLines(lines: readonly FieldLine[], name: string): string[] | undefined {
  let values: string[] | undefined;
  for (const [lineName, value] of lines) {
    if (lineName.length !== name.length || (lineName !== name && lineName.toLowerCase() !== name)) continue;
    const clean = unfolded(value, name);
    if (values === undefined) values = [clean];
    else values.push(clean);
  }
  return values;
}

function unfolded(value: string, name: string): string {
  if (!value.includes('\n') && !value.includes('\r')) return trimmed(value);
  const parts = value.split('\r\n');
  const isFolded = parts.every(
    (part, index) => !/[\r\n]/.test(part) && (index === 0 || part.startsWith(' ') || part.startsWith('\t')),
  );
  if (isFolded) return trimmed(parts.map(trimmed).join(' '));
  throw new SignatureError({ code: 'message-invalid', message: `The field ${name} holds a line break.` });
}

/** Space and tab, and no other white space. By hand: a regular expression takes quadratic time. */
function trimmed(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isBlank(value.charCodeAt(start))) start += 1;
  while (end > start && isBlank(value.charCodeAt(end - 1))) end -= 1;
  return start === 0 && end === value.length ? value : value.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
