import ts from 'typescript';

/** A call that defines a test or a group of tests. */
export type Definition = {
  call: ts.CallExpression;
  type: 'test' | 'describe';
  /** `skip`, `only`, `each` … between the function's name and the title. */
  modifiers: ReadonlySet<string>;
  /** The table of `each` and `for`. */
  tables: readonly ts.Node[];
  /** The identifier at its start: `test`, `it`, or what `test.extend` made. */
  root: ts.Identifier;
};

/** All tests of a file, and the groups around each, outermost first. */
export function definitionsIn(source: ts.SourceFile): { test: Definition; groups: Definition[] }[] {
  const types = typesIn(source);
  const found: { test: Definition; groups: Definition[] }[] = [];
  const visit = (node: ts.Node, groups: Definition[]): void => {
    const definition = ts.isCallExpression(node) ? definitionOf(node, types) : undefined;
    if (definition?.type === 'test') found.push({ test: definition, groups });
    const inside = definition?.type === 'describe' ? [...groups, definition] : groups;
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(source, []);
  return found;
}

/** True for a statement that defines tests, which says nothing about the tests beside it. */
export function definesTests(statement: ts.ExpressionStatement): boolean {
  const types = typesIn(statement.getSourceFile());
  return ts.isCallExpression(statement.expression) && definitionOf(statement.expression, types) !== undefined;
}

type Types = ReadonlyMap<string, Definition['type']>;

const own: Types = new Map([
  ['test', 'test'],
  ['it', 'test'],
  ['describe', 'describe'],
  ['suite', 'describe'],
]);

const cache = new WeakMap<ts.SourceFile, Types>();

/** Vitest's own names, what they were renamed to on import, and what was made of them, as by `test.extend`. */
function typesIn(source: ts.SourceFile): Types {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const types = new Map(own);
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      const bindings = statement.importClause?.namedBindings;
      if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
      for (const { name, propertyName } of bindings.elements) {
        const type = propertyName && ts.isIdentifier(propertyName) ? own.get(propertyName.text) : undefined;
        if (type !== undefined) types.set(name.text, type);
      }
    }
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        const chain = initializer && chainOf(initializer);
        const type = chain && types.get(chain.root.text);
        if (type !== undefined && ts.isIdentifier(name)) types.set(name.text, type);
      }
    }
  }
  cache.set(source, types);
  return types;
}

const modifiers: ReadonlySet<string> = new Set([
  'skip',
  'only',
  'todo',
  'fails',
  'concurrent',
  'sequential',
  'shuffle',
  'each',
  'for',
  'skipIf',
  'runIf',
]);

/** After these comes a table or a condition, not yet a title. */
const taking: ReadonlySet<string> = new Set(['each', 'for', 'skipIf', 'runIf']);

function definitionOf(call: ts.CallExpression, types: Types): Definition | undefined {
  const chain = chainOf(call.expression);
  const type = chain && types.get(chain.root.text);
  if (chain === undefined || type === undefined) return undefined;
  if (!chain.names.every((name) => modifiers.has(name))) return undefined;
  const { expression } = call;
  if (ts.isPropertyAccessExpression(expression) && taking.has(expression.name.text)) return undefined;
  return { call, type, modifiers: new Set(chain.names), tables: chain.tables, root: chain.root };
}

/** `it.skip.each(table)` is `it`, with `skip` and `each`, and the table. */
function chainOf(
  expression: ts.Expression,
): { root: ts.Identifier; names: string[]; tables: ts.Node[] } | undefined {
  if (ts.isIdentifier(expression)) return { root: expression, names: [], tables: [] };
  if (ts.isPropertyAccessExpression(expression)) {
    const chain = chainOf(expression.expression);
    return chain && { ...chain, names: [...chain.names, expression.name.text] };
  }
  if (ts.isCallExpression(expression)) {
    const chain = chainOf(expression.expression);
    return chain && { ...chain, tables: [...chain.tables, ...expression.arguments] };
  }
  if (ts.isTaggedTemplateExpression(expression)) {
    const chain = chainOf(expression.tag);
    return chain && { ...chain, tables: [...chain.tables, expression.template] };
  }
  return undefined;
}
