import { existsSync, readdirSync } from 'node:fs';
import { dirname, extname, isAbsolute, join, relative } from 'node:path';
import type { Plugin } from 'vitest/config';

/**
 * Lets tests import `my-client` from the learner's folder, and holds its relative imports to the rule of the language:
 * a path ends in `.ts` (or in `.js`, which means the same file). Vite would guess a missing ending; Node does not.
 * Packages are the workbook's, wherever the learner's folder is.
 */
export function myClient(clientFolder: string): Plugin {
  return {
    name: 'my-client',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (source === 'my-client') {
        const index = join(clientFolder, 'src', 'index.ts');
        if (existsSync(index)) return index;
        throw new Error('Cannot find "my-client": there is no src/index.ts.');
      }
      const importing = importer?.split('?', 1)[0];
      if (importing === undefined || !isBelow(importing, clientFolder) || isAbsolute(source)) return null;
      if (!source.startsWith('.')) return this.resolve(source, import.meta.filename, { skipSelf: true });
      const path = join(dirname(importing), source.split('?', 1)[0] ?? source);
      if (existsSync(path) && extname(path) !== '') return null;
      const typed = path.replace(/\.(m?)js$/, '.$1ts');
      if (typed !== path && existsSync(typed)) return typed;
      throw new Error(notFound(source, importing, path, clientFolder));
    },
  };
}

function notFound(source: string, importing: string, path: string, clientFolder: string): string {
  const from = relative(clientFolder, importing).replaceAll('\\', '/');
  const found = sameStem(path);
  if (found !== undefined && extname(path) === '')
    return `Cannot find "${source}" from ${from}: write the ending, "${source}${extname(found)}".`;
  return `Cannot find "${source}" from ${from}: there is no such file.`;
}

/** A file beside the path that differs from it by its ending only. */
function sameStem(path: string): string | undefined {
  const folder = dirname(path);
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder).find((name) => join(folder, name) === `${path}${extname(name)}`);
}

function isBelow(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return !path.startsWith('..') && !path.split(/[\\/]/).includes('node_modules');
}
