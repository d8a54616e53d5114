/** With this begins the message of a failure that is a failed assertion. */
export const ASSERTION = 'assertion: ';

/** A small change to a file, and what came of it, as Stryker tells it. */
export interface Mutant {
  readonly fileName: string;
  readonly status: string;
  readonly statusReason?: string | undefined;
  readonly mutatorName: string;
  readonly replacement?: string | undefined;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

/** How well the tests of a file hold it in place. */
export interface Score {
  readonly file: string;
  readonly mutants: number;
  readonly killed: number;
  /** A line for each that was not. */
  readonly left: readonly string[];
}

/**
 * Counts as killed only what made a test fail by an assertion. A mutant that made the code throw, hang or not load was
 * not noticed by what a test says, and neither was one whose line no test runs.
 */
export function judge(file: string, mutants: readonly Mutant[]): Score {
  const judged = mutants.filter(({ status }) => status !== 'Ignored' && status !== 'CompileError');
  const left = judged.filter((mutant) => !isKilled(mutant));
  return { file, mutants: judged.length, killed: judged.length - left.length, left: left.map(line) };
}

function isKilled({ status, statusReason }: Mutant): boolean {
  return status === 'Killed' && statusReason?.startsWith(ASSERTION) === true;
}

function line({ location, status, statusReason, mutatorName, replacement }: Mutant): string {
  const { line, column } = location.start;
  const came = status === 'Killed' ? `crashed: ${statusReason?.split('\n')[0]}` : status;
  return `${line}:${column} ${mutatorName} -> ${replacement?.replaceAll(/\s+/g, ' ')} (${came})`;
}
