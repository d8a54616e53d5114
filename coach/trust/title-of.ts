import ts from 'typescript';
import type { Definition } from './definitions-in.ts';

/** A title as it stands in the source, and what it can become in a run. */
export type Title = { text: string; pattern: string; isExact: boolean };

/** The title of a test or a group. Placeholders of `each` and of template strings stand for anything. */
export function titleOf({ call, modifiers }: Definition): Title {
  const [argument] = call.arguments;
  if (argument === undefined) return { text: '', pattern: anything, isExact: false };
  const isTable = modifiers.has('each') || modifiers.has('for');
  if (ts.isStringLiteralLike(argument)) {
    return isTable
      ? { text: argument.text, pattern: patternOf(argument.text), isExact: false }
      : { text: argument.text, pattern: escaped(argument.text), isExact: true };
  }
  if (ts.isTemplateExpression(argument)) {
    const texts = [argument.head.text, ...argument.templateSpans.map(({ literal }) => literal.text)];
    const pattern = texts.map(isTable ? patternOf : escaped).join(anything);
    return { text: argument.getText().slice(1, -1), pattern, isExact: false };
  }
  return { text: argument.getText(), pattern: anything, isExact: false };
}

const anything = '.*';

function patternOf(title: string): string {
  return title
    .split(/%[sdifjoOc#$%]|\$[\w.#]+/)
    .map(escaped)
    .join(anything);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
