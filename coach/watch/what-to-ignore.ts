import platform, { type PlatformPath } from 'node:path';

/**
 * For a watch of the folders around these: true for all that is in none of them. On Windows Chokidar asks with `/`, and
 * the folders are written with `\`.
 */
export function whatToIgnore(
  folders: readonly string[],
  system: PlatformPath = platform,
): (file: string) => boolean {
  const around = folders.map((folder) => system.dirname(folder));
  return (file) => {
    if (around.some((folder) => system.relative(folder, file) === '')) return false;
    return isNoise(system.basename(file)) || !folders.some((folder) => isIn(folder, file, system));
  };
}

/** Swap files and backups that editors leave for a moment. */
export function isNoise(name: string): boolean {
  return name === 'node_modules' || name === '.coach' || /^\.#|~$|\.sw[a-z]$|^4913$|\.tmp$/.test(name);
}

function isIn(folder: string, file: string, system: PlatformPath): boolean {
  const path = system.relative(folder, file);
  return path !== '..' && !path.startsWith(`..${system.sep}`) && !system.isAbsolute(path);
}
