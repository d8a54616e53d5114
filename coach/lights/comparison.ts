import type { ErrorRecord } from '../run/record.ts';
import { firstLine } from './first-line.ts';

/** What an assertion wanted and what it got, each on one line. `undefined` where the other side has nothing like it. */
export type Comparison = { expected: string | undefined; actual: string | undefined };

/**
 * The two values, where they alone say what is wrong; of long ones the first lines that differ. Only for matchers that
 * compare for equality: "expected 3, got 2" would not do for `toBeGreaterThan(3)`, nor two equal texts for `not.toBe`.
 */
export function comparisonOf({ matcher, expected, actual, message }: ErrorRecord): Comparison | undefined {
  // The assertions of Node have no matcher, and leave the values to the lines below a colon.
  const isEquality = matcher === undefined ? / equal:$/.test(firstLine(message)) : equalities.has(matcher);
  if (!isEquality) return undefined;
  if (expected === undefined || actual === undefined || expected === actual) return undefined;
  // Of a promise that should have rejected, Vitest gives an error of its own as what was expected.
  if (message.startsWith('promise resolved')) return undefined;
  const wanted = onOneLine(expected);
  const got = onOneLine(actual);
  if (matcher === 'toHaveLength') return { expected: `length ${wanted}`, actual: `length ${got}` };
  const whole = { expected: headOf(wanted, expected), actual: headOf(got, actual) };
  if (!expected.includes('\n') || !actual.includes('\n')) return whole;
  const part =
    itemThatDiffers(linesOf(expected), linesOf(actual)) ??
    firstDifference(linesOf(expected), linesOf(actual));
  const isTelling = part.expected !== undefined && part.actual !== undefined;
  const isShort = wanted.length <= longest && got.length <= longest;
  if (isShort && !isTelling) return whole;
  // Of what lacks something, its class, and of an error what it says, tells most.
  const isNamed = /^(?!Object\b)\w+ \{$/m.test(actual.split('\n', 1)[0] ?? '');
  return isNamed && part.expected !== undefined && part.actual === undefined
    ? { ...part, actual: whole.actual }
    : part;
}

/** Of two lists of plain values the first place where they differ. */
function itemThatDiffers(wanted: string[], got: string[]): Comparison | undefined {
  const isPlainList = (lines: string[]) =>
    /^(?:Array )?\[$/.test(lines[0] ?? '') &&
    lines.slice(1, -1).every((line) => /^ {2}[^\s{}[\]]/.test(line));
  if (!isPlainList(wanted) || !isPlainList(got)) return undefined;
  const [mine, theirs] = [wanted.slice(1, -1), got.slice(1, -1)];
  const place = [...mine, ''].findIndex((line, index) => line !== (theirs[index] ?? ''));
  const itemOf = (items: string[]) =>
    items[place] === undefined ? 'no more' : `${shortened(items[place])} at place ${place + 1}`;
  return { expected: itemOf(mine), actual: itemOf(theirs) };
}

const equalities: ReadonlySet<string> = new Set([
  'toBe',
  'toEqual',
  'toStrictEqual',
  'toMatchObject',
  'toHaveLength',
  'equal',
  'deepEqual',
]);

/** Two values of this length stand below each other in a narrow terminal. */
const longest = 60;

/**
 * The first line that one side lacks, beside the line of the same property on the other side. Lines keep their indent: a
 * `code` of the cause is no `code` of the error.
 */
function firstDifference(wanted: string[], got: string[]): Comparison {
  const lacking = wanted.filter((line) => !got.includes(line));
  const missing = lacking.find((line) => propertyOf(line) !== undefined) ?? lacking[0];
  if (missing === undefined) {
    const extra = got.find((line) => !wanted.includes(line));
    return { expected: undefined, actual: shortened(extra ?? got.join(' ')) };
  }
  const name = propertyOf(missing);
  const counterpart =
    name === undefined
      ? got.find((line) => !wanted.includes(line) && propertyOf(line) === undefined)
      : got.find((line) => propertyOf(line) === name);
  return {
    expected: shortened(missing),
    actual: counterpart === undefined ? undefined : shortened(counterpart),
  };
}

function propertyOf(line: string): string | undefined {
  return /^(\s*(?:"(?:[^"\\]|\\.)*"|[\w$]+)): /.exec(line)?.[1];
}

/** Beside a plain value the inside of a long object is noise: `Request { … }`. */
function headOf(line: string, value: string): string {
  const [first = ''] = value.split('\n', 1);
  if (line.length <= longest || !/[{[]$/.test(first)) return shortened(line);
  const says = /^ {2}"message": .*?(?=,?$)/m.exec(value)?.[0].trim();
  const inside = says === undefined ? '…' : `${shortened(says)} …`;
  return `${first} ${inside} ${first.endsWith('{') ? '}' : ']'}`;
}

function onOneLine(value: string): string {
  const line = value
    .replace(/\s+/g, ' ')
    .replace(/, ([}\]])/g, ' $1')
    .trim();
  return line === '' ? 'an empty text' : line;
}

function linesOf(value: string): string[] {
  return value.split('\n').map((line) => line.replace(/,$/, ''));
}

function shortened(text: string): string {
  const line = text.trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
