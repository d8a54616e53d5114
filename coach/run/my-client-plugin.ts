import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative } from 'node:path';
import type { Plugin } from 'vitest/config';
import { pathFrom, slashed } from '../client-folder/path-from.ts';
import { nearestName } from './nearest-name.ts';

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
        if (existsSync(index)) return slashed(index);
        throw new Error('Cannot find "my-client": there is no src/index.ts.');
      }
      const importing = importer?.split('?', 1)[0];
      if (importing === undefined || !isBelow(importing, clientFolder) || isAbsolute(source)) return null;
      if (!source.startsWith('.')) return this.resolve(source, import.meta.filename, { skipSelf: true });
      const path = join(dirname(importing), source.split('?', 1)[0] ?? source);
      if (isNamedSo(path) && extname(path) !== '') return null;
      const typed = path.replace(/\.(m?)js$/, '.$1ts');
      if (typed !== path && isNamedSo(typed)) return slashed(typed);
      throw new Error(notFound(source, importing, path, clientFolder));
    },
  };
}

function notFound(source: string, importing: string, path: string, clientFolder: string): string {
  const from = pathFrom(clientFolder, importing);
  const other = besideIt(path, (name) => name.toLowerCase() === basename(path).toLowerCase());
  if (other !== undefined && other !== basename(path))
    return `Cannot find "${source}" from ${from}: write it as the file is named, "${source.slice(0, -other.length)}${other}".`;
  const found = besideIt(path, (name) => name === `${basename(path)}${extname(name)}`);
  if (found !== undefined && extname(path) === '')
    return `Cannot find "${source}" from ${from}: write the ending, "${source}${extname(found)}".`;
  const near = nearestName(basename(path), namesBeside(path));
  const guess =
    near === undefined ? '' : ` Did you mean "${source.slice(0, -basename(path).length)}${near}"?`;
  return `Cannot find "${source}" from ${from}: there is no such file.${guess}`;
}

/** Whether a file has this very name: macOS and Windows also find `Retry.ts` where there is a `retry.ts`. */
function isNamedSo(path: string): boolean {
  return besideIt(path, (name) => name === basename(path)) !== undefined;
}

function besideIt(path: string, isMeant: (name: string) => boolean): string | undefined {
  return namesBeside(path).find(isMeant);
}

function namesBeside(path: string): string[] {
  const folder = dirname(path);
  return existsSync(folder) ? readdirSync(folder) : [];
}

function isBelow(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return !path.startsWith('..') && !path.split(/[\\/]/).includes('node_modules');
}
