import { basename } from 'node:path';
import { type ChokidarOptions, watch } from 'chokidar';

export type FileWatch = { ready: Promise<void>; close(): Promise<void> };

/** Editors save in bursts: a rename, a write, a touch. They count as one save. */
const burstMs = 20;

/** Tells of every save below these folders, created and deleted files included, once per burst. */
export function watchFiles(
  folders: string[],
  usePolling: boolean,
  onSave: (file: string) => void,
): FileWatch {
  const options: ChokidarOptions = {
    ignoreInitial: true,
    usePolling,
    interval: 100,
    ignored: (file) => isNoise(basename(file)),
  };
  const watcher = watch(folders, options);
  let timer: NodeJS.Timeout | undefined;
  watcher.on('all', (event, file) => {
    if (event === 'addDir' || event === 'unlinkDir') return;
    clearTimeout(timer);
    timer = setTimeout(() => onSave(file), burstMs);
  });
  const ready = new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  return {
    ready,
    async close() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

/** Swap files and backups that editors leave for a moment. */
function isNoise(name: string): boolean {
  return name === 'node_modules' || name === '.coach' || /^\.#|~$|\.sw[a-z]$|^4913$|\.tmp$/.test(name);
}
