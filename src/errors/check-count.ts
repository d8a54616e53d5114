import { optionError } from './option-error.ts';

/** Throws at a count that is none. `false` and undefined are fine. @internal */
export function checkCount(name: string, value: number | false | undefined): void {
  if (value === undefined || value === false || (Number.isInteger(value) && value >= 0)) return;
  throw optionError(`Option ${name} is ${value}. Give a whole number, 0 or more.`);
}
