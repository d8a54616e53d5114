import { firstLine } from '../lights/first-line.ts';
import type { Failure } from '../lights/light-of.ts';
import { assertionInWords, errorInWords } from '../lights/message-of.ts';

/** What a failure is about, short enough to stand in a sentence after "it was:". */
export function gistOf({ kind, message, error }: Failure, through: string): string {
  return shortened(inWords());

  function inWords(): string {
    if (error === undefined)
      return kind === 'forgotten-await' ? 'an assertion without await' : 'a run without end';
    const threw = errorInWords(error) + (through === '' ? '' : ` in ${through}`);
    switch (kind) {
      case 'assertion':
        return assertionInWords(error);
      case 'timeout':
        return 'nothing came back in time';
      case 'exited':
        return 'the process was told to end';
      case 'error':
      case 'test-error':
      case 'top-level':
        return threw;
      case 'hook':
        return `${error.hook ?? 'a hook'}: ${error.isTimeout ? 'no end in time' : threw}`;
      case 'unhandled':
        return `nobody handled ${threw}`;
      default:
        return firstLine(error.message) || message;
    }
  }
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
