/**
 * Takes the figures that compare, each script in a process of its own, and writes `docs/measurements.md` with a table
 * and a picture for each. Run it on a machine that has nothing else to do.
 *
 *     npm run bench
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { pictureOf } from './picture.ts';
import { type Table, targetText } from './table.ts';

const SCRIPTS = ['overhead', 'loopback', 'transport', 'size'];
const pageAt = new URL('../docs/measurements.md', import.meta.url);
const picturesAt = new URL('../docs/measurements/', import.meta.url);

function measured(script: string): Table {
  const file = new URL(`${script}.ts`, import.meta.url).pathname;
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const text = execFileSync(process.execPath, [...process.execArgv, file, '--json'], { stdio: [...stdio] });
  return JSON.parse(String(text));
}

function sectionOf({ name, title, how, machine, columns, digits, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `## ${title}`,
    '',
    how,
    '',
    `Measured on ${machine}.`,
    '',
    `![${title}](measurements/${name}.svg)`,
    '',
    line(['', ...columns, 'target']),
    line(['---', ...columns.map(() => '---:'), '---']),
    ...rows.map((row) =>
      line([row.name, ...row.values.map((value) => value.toFixed(digits)), targetText(row.target)]),
    ),
    '',
  ].join('\n');
}

const HEAD = `# Measurements

Written by \`npm run bench\`. A red line in a picture is a target; grey bars are other packages.
`;

mkdirSync(picturesAt, { recursive: true });
const sections: string[] = [HEAD];
for (const script of SCRIPTS) {
  const table = measured(script);
  sections.push(sectionOf(table));
  writeFileSync(new URL(`${table.name}.svg`, picturesAt), `${await pictureOf(table)}\n`);
  // Each time, so that nothing is lost should a later one fail.
  writeFileSync(pageAt, sections.join('\n'));
  console.log(`${script}: written to ${pageAt.pathname}`);
}
