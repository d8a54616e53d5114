import type { Kata } from './kata.ts';

/** Whether red-green is not cut into steps: all behaviours lie open, or none but the success statement. */
export function isOneSitting({ help }: Kata): boolean {
  return help === 'behaviours' || help === 'success';
}
