const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < 64; value += 1) VALUES[LETTERS.charCodeAt(value)] = value;

/**
 * The octets of a base64 text between `start` and `end`, or undefined where it is none: another letter, white space, or
 * padding that is not at the end or not as much as is needed. Padding may be left out (RFC 9651, section 4.2.7). The
 * platform's own decoders skip what they do not know.
 *
 * @internal
 */
export function decodeBase64(
  text: string,
  start = 0,
  end = text.length,
): Uint8Array<ArrayBuffer> | undefined {
  let last = end;
  while (last > start && end - last < 2 && text.charCodeAt(last - 1) === 0x3d) last -= 1;
  const letters = last - start;
  const left = letters % 4;
  if (left === 1 || (last !== end && (end - start) % 4 !== 0)) return undefined;
  const bytes = new Uint8Array((letters * 3) >> 2);
  let bits = 0;
  let at = 0;
  for (let index = 0; index < letters; index += 1) {
    const code = text.charCodeAt(start + index);
    const value = code < 128 ? (VALUES[code] ?? -1) : -1;
    if (value === -1) return undefined;
    bits = (bits << 6) | value;
    const phase = index & 3;
    if (phase !== 0) {
      bytes[at] = bits >> (6 - 2 * phase);
      at += 1;
    }
  }
  return bytes;
}

/** Two letters for every twelve bits: half as many steps. Made when it is first needed. */
let pairs: readonly string[] | undefined;

/** With padding. @internal */
export function encodeBase64(bytes: Uint8Array): string {
  pairs ??= Array.from({ length: 4096 }, (_, bits) => LETTERS.charAt(bits >> 6) + LETTERS.charAt(bits & 63));
  const whole = bytes.length - (bytes.length % 3);
  let text = '';
  for (let index = 0; index < whole; index += 3) {
    const bits = (at(bytes, index) << 16) | (at(bytes, index + 1) << 8) | at(bytes, index + 2);
    text += `${pairs[bits >> 12]}${pairs[bits & 4095]}`;
  }
  if (whole + 1 === bytes.length) return `${text}${pairs[at(bytes, whole) << 4]}==`;
  if (whole === bytes.length) return text;
  const bits = (at(bytes, whole) << 10) | (at(bytes, whole + 1) << 2);
  return `${text}${pairs[bits >> 6]}${LETTERS.charAt(bits & 63)}=`;
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}
