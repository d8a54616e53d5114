import { HoldfastError } from '../errors/holdfast-error.ts';

/** An error that names the option, its value, and the cure. @internal */
export function optionError(message: string): HoldfastError {
  return new HoldfastError({ code: 'options', message });
}
