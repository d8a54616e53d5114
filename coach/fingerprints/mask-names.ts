/**
 * Takes the names of variables out of the engine's own sentences: renaming one is no progress. What was to be read
 * or called stays: `response.json is not a function` and `response.text is not a function` differ.
 */
export function maskNames(message: string): string {
  return rules.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), message);
}

const rules: readonly (readonly [RegExp, string])[] = [
  [/^(.*: )?[\w$.[\]()]+\.([\w$]+) is not a (function|constructor)/, '$1….$2 is not a $3'],
  [/(Cannot destructure property '[^']+' of )'[^']+'/, '$1…'],
  [/^(.*: )?[\w$.[\]()]+ is not (iterable|async iterable)/, '$1… is not $2'],
  [/(Cannot access )'[^']+'( before initialization)/, '$1…$2'],
];
