/**
 * Takes out of a text what differs from run to run without meaning anything: ports, ids, dates, times, places.
 * What a learner moves by an edit stays: small integers, HTTP statuses, whole seconds.
 */
export function mask(text: string): string {
  return rules.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}

type Rule = readonly [pattern: RegExp, replacement: (found: string, kept: string) => string];

/** In this order: a UUID holds numbers, and a port is told by the host before it. No mask holds a digit. */
const rules: readonly Rule[] = [
  [/\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b/gi, () => '<uuid>'],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g, () => '<date>'],
  [/\b[A-Z][a-z]{2,8}, \d\d[ -][A-Z][a-z]{2}[ -]\d{2,4} \d\d:\d\d:\d\d(?: GMT)?/g, () => '<date>'],
  [
    /(\b(?:[a-z]+:\/\/[^\s/:'"]+|localhost|\d{1,3}(?:\.\d{1,3}){3})|::1\]?):\d+/gi,
    (_, host) => `${host}:<port>`,
  ],
  [
    /(?:file:\/\/)?(?:\/(?:tmp|home|Users|var|private|root|mnt|opt|usr)|\b[A-Z]:)[\\/][^\s'"`)]*[\\/]/g,
    () => '<path>/',
  ],
  [/(\.[cm]?[jt]sx?)(?::\d+){1,2}/g, (_, ending) => ending],
  [/(?<![\dA-Za-z])(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{8,}(?![\dA-Za-z])/gi, () => '<hash>'],
  [/(?<![\w+/-])(?=[\w+/-]*\d)(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])[\w+/-]{20,}={0,2}/g, () => '<id>'],
  [/(?<![\d.])\d+(?:\.\d+)?(?= ?(?:ms|milliseconds?)\b)/g, (number) => seconds(number) ?? '<n>'],
  [/(?<![\d.])\d+\.\d{3,}(?![\d.])/g, () => '<n>'],
  [/(?<![\d.])\d{4,}(?![\d.]*\d)/g, (number) => seconds(number) ?? '<n>'],
];

/** A duration in whole seconds was chosen by somebody, not measured: 3000 and 9000 differ. */
function seconds(number: string): string | undefined {
  const value = Number(number);
  return value > 0 && value % 1000 === 0 && value < 1_000_000 ? number : undefined;
}
