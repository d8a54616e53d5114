import { SignatureError } from '../signatures/signature-error.ts';

/** The parameters of a `Signature` field of the draft. Integers came without quotes, texts within. */
export type CavageParameters = ReadonlyMap<string, string | number>;

/**
 * `name="text"` and `name=integer`, with commas between them (draft-cavage-http-signatures-12, section 2.1). Names are
 * told apart by case. Each character is looked at once.
 *
 * @throws A `SignatureError` with code `signature-malformed`: also where a parameter is repeated, since readers differ in
 *   which one they take.
 */
export function parseParameters(text: string): CavageParameters {
  const parameters = new Map<string, string | number>();
  let at = 0;
  const skip = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  };
  for (;;) {
    skip(BLANKS);
    const name = skip(NAME);
    if (name === '' || skip(EQUALS) === '') throw malformed(`expected a parameter at character ${at}`);
    if (parameters.has(name)) throw malformed(`the parameter ${name} is there twice`);
    const quoted = skip(QUOTED);
    const digits = quoted === '' ? skip(DIGITS) : '';
    if (quoted === '' && digits === '') throw malformed(`expected a value at character ${at}`);
    parameters.set(name, quoted === '' ? Number(digits) : quoted.slice(1, -1));
    skip(BLANKS);
    if (at === text.length) return parameters;
    if (skip(COMMA) === '') throw malformed(`expected a comma at character ${at}`);
  }
}

const BLANKS = /[ \t]*/y;
const NAME = /[A-Za-z][A-Za-z0-9_-]{0,63}/y;
const EQUALS = /=/y;
/** Without escapes: none of the values that are of use has one. */
const QUOTED = /"[^"\\]*"/y;
const DIGITS = /\d{1,15}(?![\d.])/y;
const COMMA = /,/y;

function malformed(problem: string): SignatureError {
  return new SignatureError({
    code: 'signature-malformed',
    message: `The signature cannot be parsed: ${problem}.`,
  });
}
