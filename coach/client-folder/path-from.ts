import platform, { type PlatformPath } from 'node:path';

/** Path of a file from a folder, with `/` on every system; absolute where the file is elsewhere. */
export function pathFrom(folder: string, file: string, system: PlatformPath = platform): string {
  const path = system.relative(folder, file);
  return slashed(path.startsWith('..') ? file : path, system);
}

/** With `/` on every system, as imports, Vite and the journal have it. Elsewhere `\` is a letter like any other. */
export function slashed(path: string, { sep }: Pick<PlatformPath, 'sep'> = platform): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}
