import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'holdfast-installed-'));

afterAll(() => rmSync(project, { recursive: true, force: true }));

function run(program: string, ...given: string[]): string {
  return execFileSync(program, given, { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function write(name: string, text: string): void {
  writeFileSync(join(project, name), text);
}

/** An empty project into which the package, as it would be published, and its optional peer are installed. */
beforeAll(() => {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', project], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).replace(/^[^[]*/, ''),
  );
  write('package.json', '{ "name": "somebody", "private": true, "type": "module" }');
  mkdirSync(join(project, 'node_modules/@types'), { recursive: true });
  for (const name of ['undici', '@types/node', 'undici-types']) {
    cpSync(join(root, 'node_modules', name), join(project, 'node_modules', name), { recursive: true });
  }
  mkdirSync(join(project, 'node_modules/holdfast'));
  run('tar', '-xzf', packed.filename, '--strip-components=1', '-C', 'node_modules/holdfast');
}, 120_000);

const program = `
import { createClient, isHoldfastError } from 'holdfast';
import { idempotencyGuard } from 'holdfast/server';
import { scripted } from 'holdfast/testing';
import { createUndiciFetch } from 'holdfast/undici';

const script = scripted(503, 200);
const client = createClient({ fetch: script.fetch, retry: { firstWaitMs: 0 } });
const response = await client('https://api.example.com/');
const send = createUndiciFetch({ connections: 1 });
createClient({ fetch: send }).close();
await send.close();
console.log(response.status, script.sent.length, isHoldfastError(new Error()), typeof idempotencyGuard);
`;

it('its entry points are there for ES modules', () => {
  write('program.js', program);
  expect(run(process.execPath, 'program.js')).toBe('200 2 false function\n');
});

it('nothing of it asks to be run when it is installed', () => {
  const { scripts } = JSON.parse(readFileSync(join(project, 'node_modules/holdfast/package.json'), 'utf8'));
  const asked = [
    'preinstall',
    'install',
    'postinstall',
    'prepublish',
    'preprepare',
    'prepare',
    'postprepare',
  ];
  expect(Object.keys(scripts).filter((name) => asked.includes(name))).toEqual([]);
});

it('they are there for require, too', () => {
  write(
    'program.cjs',
    "console.log(...['', '/cavage', '/server', '/signatures', '/testing', '/undici'].map((entry) => typeof require('holdfast' + entry)));",
  );
  expect(run(process.execPath, '--no-warnings', 'program.cjs')).toBe(
    'object object object object object object\n',
  );
});

it.each([
  ['nodenext', 'nodenext', ['es2023']],
  ['esnext', 'bundler', ['es2023']],
  ['esnext', 'bundler', ['es2023', 'dom', 'dom.iterable']],
])('their types resolve with module %s and resolution %s, lib %s', (module, moduleResolution, lib) => {
  write('program.ts', `${program}\nconst status: number = response.status;\nexport { status };\n`);
  // An option of the wrong type, to see that types are there at all: of a module without any, nothing is wrong.
  write('wrong.ts', "import { createClient } from 'holdfast';\ncreateClient({ deadlineMs: 'soon' });\n");
  const options = {
    module,
    moduleResolution,
    lib,
    types: ['node'],
    target: 'es2023',
    strict: true,
    noEmit: true,
  };
  write('tsconfig.json', JSON.stringify({ compilerOptions: options, files: ['program.ts', 'wrong.ts'] }));
  const checked = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], {
    cwd: project,
    encoding: 'utf8',
  });

  expect(checked.stdout.trim().split('\n')).toEqual([
    "wrong.ts(2,16): error TS2322: Type 'string' is not assignable to type 'number | false | undefined'.",
  ]);
});

it('nothing of the workbook, no test and no source map without its source is in the package', () => {
  const files = run('find', 'node_modules/holdfast', '-type', 'f').trim().split('\n');
  const unexpected = files.filter(
    (file) => !/\/(dist\/.*\.(js|js\.map|d\.ts)|package\.json|README\.md|LICENSE)$/.test(file),
  );
  expect(unexpected).toEqual([]);
  expect(files.filter((file) => /test|fits-in/.test(file.replace('/dist/testing/', '')))).toEqual([]);
});
