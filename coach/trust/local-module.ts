import { posix } from 'node:path';
import ts from 'typescript';

/** Where a name comes from: a declaration, or a whole module where it could not be told more closely. */
export type Origin = { module: LocalModule; node: ts.Node };

/** A file of tests or helpers, and what its names stand for. */
export class LocalModule {
  readonly source: ts.SourceFile;
  readonly #file: string;
  readonly #load: (file: string) => LocalModule | undefined;
  readonly #scopes = new Map<ts.Node, ReadonlyMap<string, ts.Node>>();

  /** `load` gives the module of a path from the client's folder. */
  constructor(text: string, file: string, load: (file: string) => LocalModule | undefined) {
    this.source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
    this.#file = file;
    this.#load = load;
  }

  /** What an identifier of this module stands for; `undefined` for globals, packages and the client. */
  originOf(identifier: ts.Identifier): Origin | undefined {
    for (let scope: ts.Node | undefined = identifier.parent; scope !== undefined; scope = scope.parent) {
      const node = this.#namesIn(scope).get(identifier.text);
      if (node === undefined) continue;
      return importedFrom(node) === undefined ? { module: this, node } : this.#imported(node);
    }
    return undefined;
  }

  /** What another module gets when it imports this name. */
  exported(name: string): Origin {
    for (const statement of this.source.statements) {
      const found = this.#exportedBy(statement, name);
      if (found !== undefined) return found;
    }
    const node = this.#namesIn(this.source).get(name);
    // The default, out of `export *`, or not at all: then every change of the module counts.
    return { module: this, node: node ?? this.source };
  }

  /** The modules of this folder that a statement of this one loads only for what they do. */
  loadedBy(statement: ts.Statement): LocalModule | undefined {
    const isBare = ts.isImportDeclaration(statement) && statement.importClause === undefined;
    return isBare || (ts.isExportDeclaration(statement) && statement.exportClause === undefined)
      ? this.#module(statement.moduleSpecifier)
      : undefined;
  }

  #exportedBy(statement: ts.Statement, name: string): Origin | undefined {
    if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined) return undefined;
    if (!ts.isNamedExports(statement.exportClause)) return undefined;
    const found = statement.exportClause.elements.find((element) => element.name.text === name);
    if (found === undefined) return undefined;
    const inside = (found.propertyName ?? found.name).text;
    if (statement.moduleSpecifier !== undefined)
      return this.#module(statement.moduleSpecifier)?.exported(inside);
    const node = this.#namesIn(this.source).get(inside);
    if (node === undefined) return undefined;
    return importedFrom(node) === undefined ? { module: this, node } : this.#imported(node);
  }

  #imported(node: ts.Node): Origin | undefined {
    const module = this.#module(importedFrom(node));
    if (module === undefined) return undefined;
    if (ts.isImportSpecifier(node)) return module.exported((node.propertyName ?? node.name).text);
    if (ts.isImportClause(node)) return module.exported('default');
    return { module, node: module.source };
  }

  #module(specifier: ts.Expression | undefined): LocalModule | undefined {
    if (specifier === undefined || !ts.isStringLiteral(specifier) || !specifier.text.startsWith('.'))
      return undefined;
    const path = posix.join(posix.dirname(this.#file), specifier.text);
    // The client changes with every step, and is what the tests are about; it is no part of them.
    if (path.startsWith('..') || path.startsWith('src/')) return undefined;
    return this.#load(path) ?? this.#load(path.replace(/\.js$/, '.ts'));
  }

  #namesIn(scope: ts.Node): ReadonlyMap<string, ts.Node> {
    const known = this.#scopes.get(scope);
    if (known !== undefined) return known;
    const names = new Map<string, ts.Node>();
    for (const node of declaredIn(scope)) {
      const { name } = node;
      if (name !== undefined) for (const text of namesOf(name)) names.set(text, node);
    }
    this.#scopes.set(scope, names);
    return names;
  }
}

type Declared =
  | ts.VariableDeclaration
  | ts.ParameterDeclaration
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.EnumDeclaration
  | ts.ImportClause
  | ts.NamespaceImport
  | ts.ImportSpecifier;

/** Declarations whose names are known everywhere within a node. */
function declaredIn(scope: ts.Node): readonly Declared[] {
  if (
    ts.isSourceFile(scope) ||
    ts.isBlock(scope) ||
    ts.isModuleBlock(scope) ||
    ts.isCaseOrDefaultClause(scope)
  )
    return scope.statements.flatMap(declaredBy);
  if (ts.isFunctionLike(scope)) return scope.parameters.filter(ts.isParameter);
  if (ts.isForOfStatement(scope) || ts.isForInStatement(scope) || ts.isForStatement(scope)) {
    const { initializer } = scope;
    return initializer !== undefined && ts.isVariableDeclarationList(initializer)
      ? initializer.declarations
      : [];
  }
  if (ts.isCatchClause(scope))
    return scope.variableDeclaration === undefined ? [] : [scope.variableDeclaration];
  return [];
}

function declaredBy(statement: ts.Statement): readonly Declared[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations;
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  )
    return [statement];
  if (!ts.isImportDeclaration(statement) || statement.importClause === undefined) return [];
  const { importClause } = statement;
  const { namedBindings } = importClause;
  if (namedBindings === undefined) return [importClause];
  return [importClause, ...(ts.isNamespaceImport(namedBindings) ? [namedBindings] : namedBindings.elements)];
}

function namesOf(name: ts.BindingName | ts.PropertyName | ts.StringLiteral): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  if (!ts.isObjectBindingPattern(name) && !ts.isArrayBindingPattern(name)) return [];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOf(element.name) : []));
}

/** The module specifier of the import that a node stands in, if it is one. */
function importedFrom(node: ts.Node): ts.Expression | undefined {
  if (ts.isImportSpecifier(node)) return node.parent.parent.parent.moduleSpecifier;
  if (ts.isNamespaceImport(node)) return node.parent.parent.moduleSpecifier;
  return ts.isImportClause(node) ? node.parent.moduleSpecifier : undefined;
}
