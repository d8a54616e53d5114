/**
 * Whether a request would rather have a page than a document for programs: RFC 9110, section 12.5.1. A browser names
 * `text/html`; a program that takes anything names nothing, or everything alike.
 *
 * @internal
 */
export function prefersHtml(accept: string | null): boolean {
  const ranges = (accept ?? '').split(',').map(readRange);
  const page = weightOf('text', 'html', ranges);
  const document = Math.max(
    weightOf('application', 'problem+json', ranges).weight,
    weightOf('application', 'json', ranges).weight,
  );
  return page.weight > 0 && (page.weight > document || (page.weight === document && page.isNamed));
}

interface Range {
  readonly type: string;
  readonly subtype: string;
  readonly weight: number;
}

function readRange(text: string): Range {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const [type = '', subtype = ''] = range.split('/');
  const [, weight = '1'] = /^q=([\d.]+)$/.exec(parameters.find((each) => each.startsWith('q=')) ?? '') ?? [];
  return { type, subtype, weight: Number(weight) };
}

/** The most specific range that fits decides. */
function weightOf(type: string, subtype: string, ranges: readonly Range[]) {
  const fits = (of: string, sub: string) =>
    ranges.find((range) => range.type === of && range.subtype === sub);
  const named = fits(type, subtype) ?? fits(type, '*');
  return { weight: (named ?? fits('*', '*'))?.weight ?? 0, isNamed: named !== undefined };
}
