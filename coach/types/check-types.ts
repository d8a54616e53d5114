import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathFrom, slashed } from '../client-folder/path-from.ts';
import { plainLines } from '../client-folder/plain-lines.ts';
import { workbookFolder } from '../kata/folders.ts';
import type { Kata } from '../kata/kata.ts';

/**
 * Type errors of the learner's folder, and of its face held against the kata's contract. Runs in a process of its own
 * that ends by itself; an abort ends it sooner.
 */
export async function checkTypes(client: string, kata: Kata, signal: AbortSignal): Promise<string[]> {
  const folder = join(client, '.coach');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'face.ts'), face(folder, kata));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../tsconfig.json',
      include: ['../src', '../throwaway', '../lasting', 'face.ts'],
    }),
  );
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin',
    'tsc',
  );
  const output = await run([compiler, '--noEmit', '--pretty', 'false', '-p', folder], client, signal);
  return errorsIn(output, pathFrom(workbookFolder, join(kata.folder, 'contract.d.ts')));
}

/**
 * One line for each error, the learner's own files first. Where only the face does not fit, that is said in words: the
 * compiler speaks of a file that the learner never saw.
 */
export function errorsIn(output: string, contract: string): string[] {
  const errors = plainLines(output)
    .split(/\n(?! )/)
    .filter((error) => / error TS\d+: /.test(error));
  const isOfFace = (error: string) => error.startsWith('.coach/');
  const own = errors
    .filter((error) => !isOfFace(error))
    .map((error) =>
      (error.split('\n', 1)[0] ?? '').replace(/^(.+?)\((\d+),(\d+)\): error TS\d+: /, '$1:$2:$3  '),
    );
  if (own.length > 0) return own;
  return errors.filter(isOfFace).map((error) => {
    const details = error.split('\n').slice(1);
    return `src/index.ts does not fit ${contract}: ${(details.at(-1) ?? 'a name is missing').trim()}`;
  });
}

/** A module that only compiles where the client keeps to the contract. */
function face(folder: string, kata: Kata): string {
  const contract = slashed(relative(folder, join(kata.folder, 'contract.d.ts')));
  return `// Made by the coach: does the client have the face that this kata's contract names?
import * as client from 'my-client';
import type * as contract from '${contract}';

client satisfies typeof contract;
`;
}

function run(args: string[], cwd: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    // tsc exits with 1 or 2 where it found errors: its output says all there is to say.
    execFile(process.execPath, args, { cwd, signal, maxBuffer: 1 << 24 }, (_error, stdout) =>
      resolve(stdout),
    );
  });
}
