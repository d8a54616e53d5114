import { optionError } from './option-error.ts';

/** Throws at a limit in milliseconds that is none. `false` and undefined are fine. @internal */
export function checkMs(name: string, value: number | false | undefined): void {
  if (value === undefined || value === false || (Number.isFinite(value) && value > 0)) return;
  throw optionError(`Option ${name} is ${value}. Give a number of milliseconds above 0, or false.`);
}
