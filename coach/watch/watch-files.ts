import { type Dirent, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ChokidarOptions, type FSWatcher, watch } from 'chokidar';
import { isNoise, whatToIgnore } from './what-to-ignore.ts';

export type FileWatch = { ready: Promise<void>; close(): Promise<void> };

/** Editors save in bursts: a rename, a write, a touch. They count as one save. */
const burstMs = 20;

/** Something that never stops writing is heard of all the same. */
const longestBurstMs = 500;

/**
 * Tells of every save below these folders, created and deleted files included, once per burst. A folder may be deleted
 * and made again in between (an undo, another branch of git): then the watching begins anew, since a system watches the
 * folder that is gone and not the one that has its name.
 */
export function watchFiles(
  folders: string[],
  usePolling: boolean,
  onSave: (file: string) => void,
): FileWatch {
  const around = [...new Set(folders.map((folder) => dirname(folder)))];
  const options: ChokidarOptions = {
    ignoreInitial: true,
    interval: 100,
    ignored: whatToIgnore(folders),
  };
  const burst = new Burst(settled);
  let polls = usePolling;
  let closed = false;
  let identities = identitiesOf(folders);
  let watcher = start();
  const ready = new Promise<void>((resolve) => watcher.once('ready', resolve).once('error', () => resolve()));

  function start(): FSWatcher {
    const started = watch(around, { ...options, usePolling: polls });
    started.on('all', (event, file) => {
      if (event !== 'addDir' && event !== 'unlinkDir') burst.add(file);
    });
    // Chokidar looks whether a folder is there, and not whether it is the same.
    started.on('raw', () => burst.add(undefined));
    started.on('error', (error) => {
      // The system has no more watches to give: what cannot be told has to be looked at.
      if (polls || closed || !isExhausted(error)) return;
      polls = true;
      restart();
    });
    return started;
  }

  function restart(): void {
    void watcher.close();
    watcher = start();
    // What was saved meanwhile.
    watcher.once('ready', () => burst.add(folders[0]));
  }

  function settled(file: string | undefined): void {
    const before = identities;
    identities = identitiesOf(folders);
    if (!polls && [...before].some(([path, id]) => identities.has(path) && identities.get(path) !== id))
      restart();
    else if (file !== undefined) onSave(file);
  }

  return {
    ready,
    async close() {
      closed = true;
      burst.end();
      await watcher.close();
    },
  };
}

/** Calls back once when it has been quiet for a moment. */
class Burst {
  readonly #settled: (file: string | undefined) => void;
  #timer: NodeJS.Timeout | undefined;
  #since: number | undefined;
  #file: string | undefined;
  #ended = false;

  constructor(settled: (file: string | undefined) => void) {
    this.#settled = settled;
  }

  add(file: string | undefined): void {
    if (this.#ended) return;
    const now = performance.now();
    this.#since ??= now;
    this.#file = file ?? this.#file;
    clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(burstMs, this.#since + longestBurstMs - now));
    this.#timer = setTimeout(() => {
      const last = this.#file;
      this.#since = undefined;
      this.#file = undefined;
      this.#settled(last);
    }, wait);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }
}

/** What tells a folder from a later one of the same name; an inode alone is soon given away again. */
function identitiesOf(folders: string[]): Map<string, string> {
  const identities = new Map<string, string>();
  const visit = (folder: string) => {
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats?.isDirectory() !== true || identities.has(folder)) return;
    identities.set(folder, `${stats.ino} ${stats.birthtimeMs}`);
    for (const entry of entriesOf(folder))
      if (entry.isDirectory() && !isNoise(entry.name)) visit(join(folder, entry.name));
  };
  for (const folder of folders) visit(folder);
  return identities;
}

/** None where the folder has just gone. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Too many watches or open files, on this system or in this process. */
function isExhausted(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['ENOSPC', 'EMFILE', 'ENFILE'].includes(String(error.code))
  );
}
