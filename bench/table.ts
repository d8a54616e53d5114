import { load, machine } from './figures.ts';

/** What is wanted of a figure. */
export type Target = { readonly atMost: number } | { readonly atLeast: number };

export interface Row {
  readonly name: string;
  /** Another package, for comparison. */
  readonly isPeer?: boolean;
  /** One for each column. */
  readonly values: readonly number[];
  /** Of the first column. */
  readonly target?: Target | undefined;
}

/** What a script measured. */
export interface Table {
  readonly name: string;
  readonly title: string;
  /** How the figures were taken. */
  readonly how: string;
  readonly machine: string;
  /** Of figures. The first is the one that is drawn. */
  readonly columns: readonly string[];
  readonly digits: number;
  readonly rows: readonly Row[];
}

const BEGAN = `${machine()}, ${load()}`;

/** Numbers of the command line; `--json` is for `bench/run.ts`. */
export const numbers = process.argv.slice(2).filter((each) => /^\d+$/.test(each));

/** Prints what was measured: for people, or with `--json` for a program. */
export function report(table: Omit<Table, 'machine'>): void {
  const whole: Table = { ...table, machine: BEGAN };
  console.log(process.argv.includes('--json') ? JSON.stringify(whole) : textOf(whole));
}

export function targetText(target: Target | undefined): string {
  if (target === undefined) return '';
  return 'atMost' in target ? `at most ${target.atMost}` : `at least ${target.atLeast}`;
}

function textOf({ title, how, machine: where, columns, digits, rows }: Table): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const cells = columns.map((column) => Math.max(column.length, 8) + 2);
  const line = (name: string, values: readonly string[], target: string) =>
    `${name.padEnd(width)}${values.map((value, index) => value.padStart(cells[index] ?? 0)).join('')}  ${target}`;
  const lines = rows.map(({ name, values, target }) =>
    line(
      name,
      values.map((value) => value.toFixed(digits)),
      targetText(target),
    ),
  );
  return [title, how, where, '', line('', columns, 'target'), ...lines]
    .map((each) => each.trimEnd())
    .join('\n');
}
