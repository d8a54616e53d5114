// What typedoc has no option for, told as warnings of "npm run docs", where a warning is an error.
import { Converter, ReflectionKind } from 'typedoc';

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const reflection of project.getReflectionsByKind(ReflectionKind.All)) {
      for (const problem of problemsOf(reflection)) {
        app.logger.warn(`${reflection.getFriendlyFullName()} ${problem}`);
      }
    }
  });
}

/** @param {import('typedoc').Reflection} reflection */
function* problemsOf(reflection) {
  const { comment, flags, kind, name, parent } = reflection;
  if (kind === ReflectionKind.CallSignature && parent?.kind === ReflectionKind.Function) {
    if (!comment?.getTag('@example')) yield 'has no @example.';
  }
  const isOwn = reflection.isDeclaration() && reflection.inheritedFrom === undefined;
  if (kind !== ReflectionKind.Property || !isOwn) return;
  const text = comment?.summary.map((part) => part.text).join('') ?? '';
  const option = flags.isOptional && isOption(reflection);
  if (option && text === '') yield 'is an option, and is not described.';
  if (!/[a-z]Ms$/.test(name)) return;
  if (!/\bmilliseconds\b/.test(text)) yield 'is named Ms, and does not say that it is in milliseconds.';
  if (option && !/\bdefault\b/i.test(text)) yield 'is an option, and does not say its default.';
}

/** @param {import('typedoc').Reflection} reflection */
function isOption(reflection) {
  for (let at = reflection.parent; at !== undefined; at = at.parent) {
    if (/(Changes|Init|Object|Options|Setting)$/.test(at.name)) return true;
  }
  return false;
}
