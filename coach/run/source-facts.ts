import ts from 'typescript';

/** What the text of a test file tells that no report of a run does. Lines and columns count from 1. */
export class SourceFacts {
  readonly #source: ts.SourceFile;

  constructor(file: string, text: string) {
    this.#source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  }

  /** The hook, `beforeEach` or another, whose function holds this place. */
  hookAt(line: number, column: number): string | undefined {
    for (let node = this.#nodeAt(line, column); node !== undefined; node = node.parent) {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && hooks.has(node.expression.text))
        return node.expression.text;
    }
    return undefined;
  }

  /** The matcher, `toBe` or another, of the assertion that stands at this place. */
  matcherAt(line: number, column: number): string | undefined {
    for (let node = this.#nodeAt(line, column); node !== undefined; node = node.parent) {
      if (ts.isCallExpression(node) && isAssertion(node)) {
        const { expression } = node;
        return ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
      }
      if (ts.isStatement(node)) return undefined;
    }
    return undefined;
  }

  /**
   * Assertions on a promise that nobody waits for: `expect(promise).rejects.toThrow()` as a statement of its own. The
   * test ends before the assertion has judged.
   */
  forgottenAwaits(): { line: number; column: number; text: string; test: string | undefined }[] {
    const found: { line: number; column: number; text: string; test: string | undefined }[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isExpressionStatement(node) && waitsForPromise(node.expression)) {
        const { line, character } = this.#source.getLineAndCharacterOfPosition(node.getStart());
        found.push({ line: line + 1, column: character + 1, text: node.getText(), test: testAround(node) });
      }
      node.forEachChild(visit);
    };
    visit(this.#source);
    return found;
  }

  /** What a name is imported from, if it is. */
  importedFrom(name: string | undefined): string | undefined {
    const found = this.#source.statements.filter(ts.isImportDeclaration).find(({ importClause }) => {
      const bindings = importClause?.namedBindings;
      const elements = bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : [];
      return importClause?.name?.text === name || elements.some((element) => element.name.text === name);
    });
    const specifier = name === undefined ? undefined : found?.moduleSpecifier;
    return specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : undefined;
  }

  /** Whether the module exports this name. */
  exports(name: string): boolean {
    return this.#source.statements.some((node) => {
      if (ts.isExportDeclaration(node)) {
        const { exportClause } = node;
        return (
          exportClause !== undefined &&
          ts.isNamedExports(exportClause) &&
          exportClause.elements.some((element) => element.name.text === name)
        );
      }
      const isExported =
        ts.canHaveModifiers(node) &&
        ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
      if (!isExported) return false;
      if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return node.name?.text === name;
      return (
        ts.isVariableStatement(node) &&
        node.declarationList.declarations.some(
          (declaration) => ts.isIdentifier(declaration.name) && declaration.name.text === name,
        )
      );
    });
  }

  /** Where a module is imported from. */
  importOf(specifier: string): { line: number; column: number } | undefined {
    const statement = this.#source.statements.find(
      (node) =>
        (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
        node.moduleSpecifier !== undefined &&
        ts.isStringLiteral(node.moduleSpecifier) &&
        node.moduleSpecifier.text === specifier,
    );
    if (statement === undefined) return undefined;
    const { line, character } = this.#source.getLineAndCharacterOfPosition(statement.getStart());
    return { line: line + 1, column: character + 1 };
  }

  /** The first place where the text is no TypeScript. */
  syntaxError(): { line: number; column: number; message: string } | undefined {
    const { diagnostics = [] } = ts.transpileModule(this.#source.text, {
      fileName: this.#source.fileName,
      reportDiagnostics: true,
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
    });
    const first = diagnostics[0];
    if (first?.start === undefined) return undefined;
    const { line, character } = this.#source.getLineAndCharacterOfPosition(first.start);
    const message = ts.flattenDiagnosticMessageText(first.messageText, '\n');
    return { line: line + 1, column: character + 1, message };
  }

  #nodeAt(line: number, column: number): ts.Node | undefined {
    const starts = this.#source.getLineStarts();
    const start = starts[line - 1];
    if (start === undefined) return undefined;
    const position = start + column - 1;
    let innermost: ts.Node | undefined;
    const visit = (node: ts.Node): void => {
      if (position < node.getStart() || position >= node.end) return;
      innermost = node;
      node.forEachChild(visit);
    };
    visit(this.#source);
    return innermost;
  }
}

const hooks: ReadonlySet<string> = new Set(['beforeAll', 'beforeEach', 'afterEach', 'afterAll']);

/** `expect(…).toBe(…)`, `expect(…).not.toBe(…)`, `expect.soft(…).toBe(…)`. */
function isAssertion(call: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(call.expression) && namesOf(call.expression.expression).includes('expect')
  );
}

function waitsForPromise(expression: ts.Expression): boolean {
  if (!ts.isCallExpression(expression) || !isAssertion(expression)) return false;
  const names = namesOf(expression);
  return names.includes('rejects') || names.includes('resolves') || names.includes('poll');
}

/** The names along a chain of calls and properties, last first: `expect(a).rejects.toThrow()` is toThrow, rejects, expect. */
function namesOf(expression: ts.Expression): string[] {
  if (ts.isIdentifier(expression)) return [expression.text];
  if (ts.isPropertyAccessExpression(expression))
    return [expression.name.text, ...namesOf(expression.expression)];
  if (ts.isCallExpression(expression)) return namesOf(expression.expression);
  return [];
}

/** Full name of the test around a node, `describe > test`, where its titles are plain strings. */
function testAround(node: ts.Node): string | undefined {
  const titles: string[] = [];
  let inTest = false;
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (!ts.isCallExpression(at)) continue;
    const names = namesOf(at.expression);
    const isTest = names.includes('test') || names.includes('it');
    if (!isTest && !names.includes('describe')) continue;
    const title = at.arguments[0];
    if (title === undefined || !ts.isStringLiteralLike(title)) return undefined;
    titles.unshift(title.text);
    inTest ||= isTest;
  }
  return inTest ? titles.join(' > ') : undefined;
}
