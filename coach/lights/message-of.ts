import type { ErrorRecord } from '../run/record.ts';
import { comparisonOf } from './comparison.ts';
import { firstLine } from './first-line.ts';
import { isUnexpectedPass, undeclaredName } from './kind-of.ts';
import type { FailureKind } from './verdict.ts';

/** What happened, in one or two short sentences for a learner. */
export function messageOf(kind: FailureKind, error: ErrorRecord): string {
  switch (kind) {
    case 'assertion':
      return assertionInWords(error);
    case 'error':
      return `${isThrownByClient(error) ? 'Your client threw' : 'Out of your client came'} ${errorInWords(error)}`;
    case 'timeout':
      return `Still waiting after ${limitOf(error)}: something your client returned never settled.`;
    case 'syntax':
      return `This cannot be read as TypeScript: ${firstLine(error.message)}`;
    case 'import':
      return importInWords(error);
    case 'missing-name':
      return missingInWords(error);
    case 'top-level':
      return `The file threw while it was loaded, before any test: ${errorInWords(error)}`;
    case 'hook':
      return hookInWords(error);
    case 'test-error':
      return `The test's own lines threw ${errorInWords(error)}`;
    case 'unexpected-request':
      return firstLine(error.message);
    case 'forgotten-await':
      return 'An assertion on a promise needs await, or the test ends before it has judged.';
    case 'unhandled':
      return `${errorInWords(error)}: thrown where nobody waited for it. Is an await missing?`;
    case 'exited':
      return 'The process was told to end while the tests ran, by process.exit or process.abort.';
    case 'never-ended':
      return 'The run had to be stopped: something loops for ever.';
  }
}

/** The values where they alone say it, else the assertion's own sentence. */
export function assertionInWords(error: ErrorRecord): string {
  if (isUnexpectedPass(error)) return 'The test is marked with .fails, and it passed: take the mark away.';
  const comparison = comparisonOf(error);
  if (comparison === undefined) return sentenceOf(error.message);
  const { expected, actual } = comparison;
  if (expected === undefined) return `got ${actual}, which was not expected`;
  return `expected ${expected}, got ${actual ?? 'nothing like it'}`;
}

/** Node's sentences end with a colon, and go on below it with the values or with a drawing of them. */
function sentenceOf(message: string): string {
  const [first = '', second = ''] = message.split('\n').filter((line) => line.trim() !== '');
  if (!first.endsWith(':')) return withoutNotes(first.trim());
  return second.startsWith('+ actual') ? first.slice(0, -1) : `${first} ${second.trim()}`;
}

/** Chai's notes to programmers. */
function withoutNotes(sentence: string): string {
  return sentence.replace(/ \/\/ Object\.is equality$/, '');
}

function isThrownByClient({ frames }: ErrorRecord): boolean {
  return frames.find(({ place }) => place === 'client' || place === 'test')?.place === 'client';
}

/** `TypeError: fetch failed (Error: connect ECONNREFUSED)`. */
export function errorInWords({ name, message, cause }: ErrorRecord): string {
  const says = withoutNotes(firstLine(message));
  const because = cause === undefined ? '' : ` (${firstLine(cause)})`;
  return says === '' ? `${name}${because}` : `${name}: ${says}${because}`;
}

function hookInWords(error: ErrorRecord): string {
  const happened = error.isTimeout ? `did not end within ${limitOf(error)}` : `threw ${errorInWords(error)}`;
  return `${error.hook ?? 'A hook'} ${happened}`;
}

function importInWords({ name, message }: ErrorRecord): string {
  if (name === 'ReferenceError') {
    const used = /^Cannot access '(.+)' before/.exec(message)?.[1]?.replace(/^__vite_ssr_import_\d+__\./, '');
    return `${used ?? 'A name'} is used before it is made: two modules import each other, or its line comes later.`;
  }
  const says = firstLine(message);
  const packageName = /^Cannot find package '([^']+)'/.exec(says)?.[1];
  if (packageName !== undefined) return `There is no package ${packageName} here: is its name right?`;
  const specifier = /["'](\.{1,2}\/[^"']+)["']/.exec(says)?.[1];
  if (specifier === undefined || /\.\w+$/.test(specifier) || / ending\b/.test(says)) return says;
  return `${says} The path has no ending: write "${specifier}.ts".`;
}

function missingInWords({ name, message, actual, importedFrom, exportedBy }: ErrorRecord): string {
  const undeclared = undeclaredName(actual);
  if (undeclared !== undefined) return `${undeclared} is not defined: import it, or check its spelling.`;
  const says = firstLine(message);
  if (name === 'ReferenceError') return `${says}: import it, or check its spelling.`;
  if (name === 'SyntaxError') return says;
  const missing = says.split(' is not ')[0] ?? says;
  const dot = missing.lastIndexOf('.');
  if (importedFrom === undefined)
    return `${says}: ${missing.slice(0, dot)} has no ${missing.slice(dot + 1)} to call.`;
  if (exportedBy !== undefined)
    return `${says}: ${exportedBy} exports ${missing}; my-client/src/index.ts does not pass it on.`;
  const kind = says.endsWith('constructor') ? 'class' : 'function';
  const module = importedFrom === 'my-client' ? 'my-client/src/index.ts' : importedFrom;
  const orNotYet = importedFrom.startsWith('.') ? ', or not yet because two modules import each other' : '';
  return `${says}: ${module} exports no ${kind} ${missing}${orNotYet}.`;
}

function limitOf({ message }: ErrorRecord): string {
  const limit = /\btimed out in (\d+)ms/.exec(message)?.[1];
  return limit === undefined ? 'the time a test may take' : `${limit} ms`;
}
