/**
 * Changes the pure parts of the library a little, one change at a time, and looks whether the tests beside them notice.
 * Fails where less than 85 % of the changes to a file make a test fail by an assertion.
 *
 *     npm ci --prefix mutation
 *     npm run mutation
 *     npm run mutation -- breaker retry
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { judge, type Mutant, type Score } from './judge.ts';

const ENOUGH = 0.85;

/** Beside every `machine.ts`: what else is pure, and decides. */
const ALSO = [
  'src/breaker/call-window.ts',
  'src/breaker/circuits.ts',
  'src/breaker/verdict.ts',
  'src/retry/wait-ms.ts',
];

const stryker = new URL('node_modules/@stryker-mutator/core/dist/src/index.js', import.meta.url);
if (!existsSync(stryker)) {
  console.error('Stryker is not installed. Install it with: npm ci --prefix mutation');
  process.exit(2);
}
const { Stryker }: { Stryker: new (options: object) => { runMutationTest(): Promise<Mutant[]> } } =
  await import(stryker.href);

const machines = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => join('src', path))
  .filter((path) => basename(path) === 'machine.ts');
const wanted = process.argv.slice(2);
const files = [...machines, ...ALSO]
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => wanted.length === 0 || wanted.some((word) => path.includes(word)))
  .toSorted();
if (files.length === 0) {
  console.error(`No file is named so: ${wanted.join(', ')}. There are:\n${machines.join('\n')}`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'mutation-'));
const scores: Pick<Score, 'file' | 'mutants' | 'killed'>[] = [];
try {
  // Folder by folder: the tests that have to notice are those beside the file.
  for (const dir of new Set(files.map((file) => dirname(file)))) {
    const inIt = files.filter((file) => dirname(file) === dir);
    if (!readdirSync(dir).some((name) => name.endsWith('.test.ts') && !name.endsWith('.long.test.ts'))) {
      console.log(`  0 %  ${inIt.join(', ')}: no test beside it`);
      scores.push(...inIt.map((file) => ({ file, mutants: 1, killed: 0 })));
      continue;
    }
    const mutants = await new Stryker({
      mutate: inIt,
      testRunner: 'vitest',
      plugins: [
        new URL('node_modules/@stryker-mutator/vitest-runner/dist/src/index.js', import.meta.url).href,
      ],
      vitest: { configFile: 'mutation/vitest.config.ts', dir, related: false },
      coverageAnalysis: 'perTest',
      concurrency: cpus().length,
      reporters: [],
      fileLogLevel: 'off',
      logLevel: 'error',
      tempDirName: folder,
      // Constants of a module are changed with all tests of their folder run anew.
      timeoutMS: 20_000,
      disableTypeChecks: false,
    }).runMutationTest();
    for (const file of inIt) {
      const score = judge(
        file,
        mutants.filter(({ fileName }) => fileName.replaceAll('\\', '/').endsWith(file)),
      );
      console.log(`${percent(score.killed / score.mutants)}  ${file}: ${score.killed} of ${score.mutants}`);
      for (const mutant of score.left) console.log(`        ${mutant}`);
      scores.push(score);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const tooFew = scores.filter(({ killed, mutants }) => killed < ENOUGH * mutants);
if (tooFew.length > 0) {
  console.error(`\nBelow ${percent(ENOUGH)}: ${tooFew.map(({ file }) => file).join(', ')}`);
  process.exitCode = 1;
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`.padStart(5);
}
