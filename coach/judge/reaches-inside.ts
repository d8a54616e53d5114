import { posix } from 'node:path';
import ts from 'typescript';
import type { Tree } from './tree.ts';

/**
 * How a test file gets at more of the client than everybody sees: it replaces the client, or imports a file of its
 * inside, itself or through a helper. Such a file says nothing about any other client. `undefined` where it does not.
 */
export function reachesInside(tests: Tree, file: string, seen: Set<string> = new Set()): string | undefined {
  const text = tests.get(file);
  if (text === undefined || seen.has(file)) return undefined;
  seen.add(file);
  for (const { specifier, mocks } of modulesNamed(file, text)) {
    if (mocks && specifier === 'my-client') return 'it replaces my-client itself';
    if (specifier.startsWith('my-client/'))
      return `it imports ${specifier}, and only my-client is for everybody`;
    if (!specifier.startsWith('.')) continue;
    const target = posix.join(posix.dirname(file), specifier);
    if (/^(?:\.\.\/)*src(?:\/|$)/.test(target)) return `it imports ${specifier}; import from my-client`;
    const further = reachesInside(tests, spelled(tests, target), seen);
    if (further !== undefined) return further;
  }
  return undefined;
}

/** Every module that a file names: in imports, exports, dynamic imports, and to `vi.mock` and its kin. */
function modulesNamed(file: string, text: string): { specifier: string; mocks: boolean }[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023);
  const named: { specifier: string; mocks: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined)
      add(node.moduleSpecifier, false);
    else if (ts.isCallExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false);
      else if (isMock(node.expression)) add(node.arguments[0], true);
    }
    node.forEachChild(visit);
  };
  const add = (node: ts.Node | undefined, mocks: boolean): void => {
    // vi.mock(import('./a.ts')) names its module through an import.
    if (node !== undefined && ts.isCallExpression(node)) add(node.arguments[0], mocks);
    else if (node !== undefined && ts.isStringLiteralLike(node)) named.push({ specifier: node.text, mocks });
  };
  visit(source);
  return named;
}

const mockingCalls: ReadonlySet<string> = new Set(['mock', 'doMock', 'importActual', 'importMock']);

function isMock(callee: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(callee) &&
    ts.isIdentifier(callee.expression) &&
    (callee.expression.text === 'vi' || callee.expression.text === 'vitest') &&
    mockingCalls.has(callee.name.text)
  );
}

function spelled(tests: Tree, file: string): string {
  return tests.has(file) ? file : file.replace(/\.(m?)js$/, '.$1ts');
}
