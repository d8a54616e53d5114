import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { otherSitter } from '../client-folder/seat.ts';
import { whyNotWritten } from '../client-folder/why-not-written.ts';
import { watchFiles } from '../watch/watch-files.ts';

/** `mark`: stands before it on the screen, where a plain yes or no does not say it. */
export type Check = { name: string; ok: boolean; says: string; cure?: string; mark?: string };
export type Preflight = { checks: Check[]; usePolling: boolean };

const oldestNode = [20, 19] as const;
const probeWaitMs = 1500;

/** Looks at what a sitting needs: a Node that is new enough, a folder that can be written, a watch that works here. */
export async function preflight(client: string): Promise<Preflight> {
  const node = checkNode(process.versions.node);
  const folder = checkFolder(client);
  if (!folder.ok) return { checks: [node, folder], usePolling: false };
  const watching = await checkWatching(client);
  return {
    checks: [node, folder, watching.check, ...checkAlone(client)],
    usePolling: watching.usePolling,
  };
}

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const ok = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  const needs = `needs ${oldestNode.join('.')} or newer`;
  if (ok) return { name: 'node', ok, says: `${version}, ${needs}` };
  return {
    name: 'node',
    ok,
    says: `${version}, ${needs}`,
    cure: 'Install a newer Node from nodejs.org, then run npm ci again.',
  };
}

/** Permissions are asked of the disk itself: it may be full, read-only, or somebody else's, and only a write tells. */
function checkFolder(client: string): Check {
  const name = 'folder';
  const probe = join(client, '.coach', 'probe');
  try {
    mkdirSync(probe, { recursive: true });
    writeFileSync(join(probe, 'written'), 'The coach looks whether it can write here.\n');
    rmSync(probe, { recursive: true, force: true });
    for (const folder of ['.', 'src', 'throwaway', 'lasting']) mayWrite(join(client, folder));
    // Opened for appending, which makes it where it is missing.
    closeSync(openSync(join(client, '.coach', 'journal.jsonl'), 'a'));
    return { name, ok: true, says: `${client} can be written` };
  } catch (error) {
    const { reason, cure } = whyNotWritten(error);
    return { name, ok: false, says: `${client} cannot be written: ${reason}`, cure };
  }
}

function mayWrite(path: string): void {
  if (existsSync(path)) accessSync(path, constants.W_OK);
}

/** Not in the way: both append whole lines, and each shows its own light. */
function checkAlone(client: string): Check[] {
  const pid = otherSitter(client);
  if (pid === undefined) return [];
  return [
    {
      name: 'alone',
      ok: true,
      mark: '!',
      says: `another coach watches this folder (process ${pid})`,
      cure: 'Close one of the two: each shows what it saw itself.',
    },
  ];
}

/** Writes a probe file and waits to be told. Where nobody tells (network drives, some containers), polling it is. */
async function checkWatching(client: string): Promise<{ check: Check; usePolling: boolean }> {
  const folder = join(client, '.coach', 'probe');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const seenAfterMs = await probe(folder);
  rmSync(folder, { recursive: true, force: true });
  if (seenAfterMs !== undefined) {
    return {
      check: { name: 'watching', ok: true, says: `a save was seen after ${seenAfterMs} ms` },
      usePolling: false,
    };
  }
  const says = 'no word of a save within 1.5 s: looking every 100 ms instead';
  return { check: { name: 'watching', ok: true, says }, usePolling: true };
}

async function probe(folder: string): Promise<number | undefined> {
  let seen: (() => void) | undefined;
  const told = new Promise<void>((resolve) => {
    seen = resolve;
  });
  const watching = watchFiles([folder], false, () => seen?.());
  await watching.ready;
  const start = performance.now();
  writeFileSync(join(folder, 'probe'), '');
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<'silence'>((resolve) => {
    timer = setTimeout(() => resolve('silence'), probeWaitMs);
  });
  const outcome = await Promise.race([told, silence]);
  clearTimeout(timer);
  await watching.close();
  return outcome === 'silence' ? undefined : Math.round(performance.now() - start);
}

export function renderPreflight({ checks }: Preflight): string {
  return checks
    .map(
      ({ name, ok, mark, says, cure }) =>
        `  ${mark ?? (ok ? '+' : 'x')} ${name.padEnd(9)} ${says}${cure === undefined ? '' : `\n    ${cure}`}`,
    )
    .join('\n');
}
