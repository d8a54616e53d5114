import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = new URL('../', import.meta.url).pathname;
const source = join(root, 'src');

/** What stands around an example, beside the library. */
const SURROUNDINGS = 'src/test-support/example-surroundings.ts';

interface Example {
  /** Where it stands, for whoever must mend it. */
  readonly at: string;
  readonly code: string;
}

/** The examples of all docstrings. */
function examples(): Example[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('test-support'),
  );
  return files.flatMap((name) => {
    const text = readFileSync(join(source, name), 'utf8');
    return [...text.matchAll(/^ *\* @example\n *\* ```ts\n([\s\S]*?)^ *\* ```$/gm)].map((match) => ({
      at: `src/${name}:${text.slice(0, match.index).split('\n').length}`,
      code: (match[1] ?? '').replace(/^ *\* ?/gm, ''),
    }));
  });
}

/** The exports of all entry points, and where they come from. Of a name that two have, the first. */
function exportsOf(program: ts.Program, entries: readonly string[]): Map<string, string> {
  const checker = program.getTypeChecker();
  const found = new Map<string, string>();
  for (const entry of entries) {
    const file = program.getSourceFile(join(root, entry));
    const module = file && checker.getSymbolAtLocation(file);
    for (const { name } of module ? checker.getExportsOfModule(module) : []) {
      if (!found.has(name)) found.set(name, `./${entry.replace('src/', '')}`);
    }
  }
  return found;
}

/** An example as a module: what it uses and does not make is imported, and it may wait and return. */
function moduleOf(code: string, exported: ReadonlyMap<string, string>): string {
  const imports = code.match(/^import .*;$/gm) ?? [];
  const rest = code.replace(/^import .*;$/gm, '');
  const made = [...imports, ...(rest.match(/\b(const|let|function|class) (\{[^}]*\}|\w+)/g) ?? [])].join(' ');
  const used = new Set(rest.match(/(?<![.\w])[A-Za-z]\w*/g));
  const wanted = [...used].filter((name) => exported.has(name) && !new RegExp(`\\b${name}\\b`).test(made));
  return [
    ...imports,
    ...wanted.map((name) => `import { ${name} } from '${exported.get(name)}';`),
    'export async function example() {',
    rest,
    '}',
  ].join('\n');
}

it('the examples of docstrings are programs that compile', () => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  const { entryPoints }: { entryPoints: string[] } = JSON.parse(
    readFileSync(join(root, 'typedoc.json'), 'utf8'),
  );
  const settings: ts.CompilerOptions = {
    ...options,
    noEmit: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
    verbatimModuleSyntax: false,
    isolatedModules: false,
    allowImportingTsExtensions: true,
    paths: { holdfast: ['./src/index.ts'], 'holdfast/*': ['./src/*/index.ts'] },
  };
  const known = [...entryPoints, SURROUNDINGS];
  const library = ts.createProgram(
    known.map((file) => join(root, file)),
    settings,
  );
  const exported = exportsOf(library, known);
  const all = examples();
  const modules = new Map(
    all.map(({ at, code }, index) => [
      join(source, `example-${index}.ts`),
      { at, text: moduleOf(code, exported) },
    ]),
  );
  const host = ts.createCompilerHost(settings);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => modules.has(name) || fileExists(name);
  host.getSourceFile = (name, target, ...more) => {
    const made = modules.get(name);
    if (made !== undefined) return ts.createSourceFile(name, made.text, target);
    return library.getSourceFile(name) ?? getSourceFile(name, target, ...more);
  };
  const program = ts.createProgram({
    rootNames: [...modules.keys()],
    options: settings,
    host,
    oldProgram: library,
  });
  const problems = [...modules].flatMap(([name, { at }]) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) => `${at}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });

  expect(all.length).toBeGreaterThan(40);
  expect(problems).toEqual([]);
});
