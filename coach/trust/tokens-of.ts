import ts from 'typescript';

/**
 * What a piece of code says, without how it is laid out: comments, white space, quotes, trailing commas, semicolons
 * and brackets around one parameter do not show.
 */
export function tokensOf(node: ts.Node): string {
  const known = cache.get(node);
  if (known !== undefined) return known;
  const parts: string[] = [];
  collect(node, parts);
  const tokens = parts.join(' ');
  cache.set(node, tokens);
  return tokens;
}

const cache = new WeakMap<ts.Node, string>();

function collect(node: ts.Node, parts: string[]): void {
  if (ts.isParenthesizedExpression(node)) {
    collect(node.expression, parts);
    return;
  }
  if (ts.isStringLiteralLike(node)) {
    parts.push(JSON.stringify(node.text));
    return;
  }
  parts.push(`(${node.kind}`);
  if (hasText(node)) parts.push(node.text);
  // What stands in a field of its node and is no child of it.
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) parts.push(`${node.operator}`);
  if (ts.isMetaProperty(node)) parts.push(`${node.keywordToken}`);
  ts.forEachChild(node, (child) => {
    if (child.kind !== ts.SyntaxKind.EmptyStatement) collect(child, parts);
  });
  parts.push(')');
}

function hasText(
  node: ts.Node,
): node is ts.Identifier | ts.PrivateIdentifier | ts.LiteralExpression | ts.TemplateLiteralLikeNode {
  return (
    ts.isIdentifier(node) ||
    ts.isPrivateIdentifier(node) ||
    ts.isLiteralExpression(node) ||
    ts.isTemplateMiddleOrTemplateTail(node) ||
    ts.isTemplateHead(node)
  );
}
