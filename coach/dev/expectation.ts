import type { Verdict } from '../lights/verdict.ts';
import type { Broken } from './claim.ts';

/** What one test file has to show against one variant. */
export type Expectation = {
  file: string;
  variant: string;
  holds(verdict: Verdict): boolean;
  broken(verdict: Verdict): Broken;
};

/** What a verdict shows, in a few words. */
export function inWords({ light, failures, executed }: Verdict): string {
  const [first] = failures;
  if (light === 'nothing') return executed === 0 ? 'no test is executed' : 'nothing ran';
  if (first === undefined) return light;
  return `${light} (${first.test ?? first.file}: ${first.message})`;
}
