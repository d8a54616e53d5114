const small = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** `seven`, `13`: small numbers are words. */
export function inWords(number: number): string {
  return small[number] ?? number.toLocaleString('en-GB');
}

/** `one test`, `13 tests`. */
export function counted(number: number, noun: string): string {
  return `${inWords(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `40 seconds`, `6 minutes`, `1 hour 20 minutes`. */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return plain(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return plain(minutes, 'minute');
  const rest = minutes % 60;
  return `${plain(Math.floor(minutes / 60), 'hour')}${rest === 0 ? '' : ` ${plain(rest, 'minute')}`}`;
}

/** Never apart at the end of a line. */
function plain(number: number, noun: string): string {
  return `${number.toLocaleString('en-GB')}\u00a0${noun}${number === 1 ? '' : 's'}`;
}

export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
