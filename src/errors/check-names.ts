import { optionError } from './option-error.ts';

/** Throws at a name that is not among the known ones: a typing mistake must not switch a protection off. @internal */
export function checkNames(prefix: string, given: object, known: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    throw optionError(`There is no option ${prefix}${name}. There are: ${known.join(', ')}.`);
  }
}
